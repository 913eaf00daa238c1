package dev.lathe.trust.explain;

import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tokenizer.Encoding;
import dev.lathe.trust.explain.method.Word;
import java.util.List;
import java.util.stream.IntStream;

/// Finds what is asked about among a model's scores of a text.
final class Targets {
    /// Tokens of an answer at most, as when answers are searched for.
    private static final int LONGEST_ANSWER = 30;
    private static final List<String> OF_ANSWERS = List.of("answer", "start", "end");

    private final ExplainedModel model;

    /// @param target what is explained
    /// @param said the label that the model gives there
    /// @param saidScore its probability, or the number itself where there is none
    /// @param targetScore that of the label that is explained
    /// @param subject what the label is of, where not of the whole text
    record Found(Target target, String said, double saidScore, double targetScore, String subject) {}

    Targets(ExplainedModel model) {
        this.model = model;
    }

    List<String> labels() {
        return model.kind() == ExplainedModel.Kind.ANSWER ? OF_ANSWERS : model.directory().config().labels();
    }

    Found find(Encoding encoding, List<Word> words, Ask ask) {
        ask.label().ifPresent(this::check);
        float[][] scores = scores(encoding);
        return switch (model.kind()) {
            case TEXT -> {
                int said = largest(scores[0]);
                int column = ask.label().map(labels()::indexOf).orElse(said);
                yield found(ask, 0, column, said, scores[0], "");
            }
            case TOKEN -> {
                Word word = word(words, scores, ask);
                float[] row = scores[word.firstToken()];
                int said = largest(row);
                int column = ask.label().map(labels()::indexOf).orElse(said);
                yield found(ask, word.firstToken(), column, said, row, word.text());
            }
            case ANSWER -> answer(encoding, scores, ask);
        };
    }

    private void check(String label) {
        if (!labels().contains(label)) {
            throw new IllegalArgumentException("label %s: is none of %s".formatted(label, String.join(", ", labels())));
        }
    }

    private Found found(Ask ask, int row, int column, int said, float[] scores, String subject) {
        var target = new Target(labels().get(column), List.of(new Target.Cell(row, column)), ask.output());
        return new Found(target, labels().get(said), scores[said], scores[column], subject);
    }

    /// A word's label is its first token's.
    private Word word(List<Word> words, float[][] scores, Ask ask) {
        if (ask.at().isPresent()) {
            int at = ask.at().getAsInt();
            return words.stream().filter(w -> w.part() == 0 && w.start() <= at && at < w.end()).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("at %d: no word there".formatted(at)));
        }
        return words.stream().filter(w -> !labels().get(largest(scores[w.firstToken()])).equals("O")).findFirst()
                .orElse(words.getFirst());
    }

    private Found answer(Encoding encoding, float[][] scores, Ask ask) {
        int[] context = IntStream.range(0, encoding.size()).filter(t -> encoding.sequenceId(t) == 1).toArray();
        if (context.length == 0) {
            throw new IllegalArgumentException("context: empty: there is nothing to find an answer in");
        }
        int first = context[0];
        int bestStart = first;
        int bestEnd = first;
        for (int start = first; start < first + context.length; start++) {
            for (int end = start; end < Math.min(first + context.length, start + LONGEST_ANSWER); end++) {
                if (scores[start][0] + scores[end][1] > scores[bestStart][0] + scores[bestEnd][1]) {
                    bestStart = start;
                    bestEnd = end;
                }
            }
        }
        var start = new Target.Cell(bestStart, 0);
        var end = new Target.Cell(bestEnd, 1);
        String label = ask.label().orElse(OF_ANSWERS.getFirst());
        List<Target.Cell> cells = switch (label) {
            case "start" -> List.of(start);
            case "end" -> List.of(end);
            default -> List.of(start, end);
        };
        double score = cells.stream().mapToDouble(c -> scores[c.row()][c.column()]).sum();
        return new Found(new Target(label, cells, Output.LOGIT), label, score, score, encoding.start(bestStart) + ":" + encoding.end(bestEnd));
    }

    private float[][] scores(Encoding encoding) {
        try (var ws = Workspace.inference("explanation", model.device().backend())) {
            Tensor scores = model.scores(ws, TokenBatch.of(ws, List.of(TokenSequence.of(encoding))), Output.PROBABILITY);
            float[] values = scores.toArray();
            int columns = scores.shape().dim(1);
            var rows = new float[scores.shape().dim(0)][columns];
            for (int i = 0; i < values.length; i++) {
                rows[i / columns][i % columns] = values[i];
            }
            return rows;
        }
    }

    private static int largest(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }
}
