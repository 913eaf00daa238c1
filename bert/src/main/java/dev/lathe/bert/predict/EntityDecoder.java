package dev.lathe.bert.predict;

import dev.lathe.tokenizer.Encoding;
import java.util.ArrayList;
import java.util.List;

/// Finds entities in the scores of a text's tokens.
final class EntityDecoder {
    private final List<String> labels;
    private final LabelScheme scheme;
    private final Aggregation aggregation;

    EntityDecoder(List<String> labels, Aggregation aggregation) {
        this.labels = labels;
        this.scheme = LabelScheme.of(labels);
        this.aggregation = aggregation;
    }

    /// A piece or a word with its label.
    ///
    /// @param label its number
    private record Labelled(int start, int end, int label, double score) {}

    /// @param encoding of the text
    /// @param scores of each token's labels, at the token's place in the encoding
    List<Entity> decode(String text, Encoding encoding, float[][] scores) {
        return switch (aggregation) {
            case NONE -> alone(text, pieces(encoding, scores));
            case WORDS -> alone(text, words(encoding, scores));
            case SIMPLE -> grouped(text, pieces(encoding, scores));
            case FIRST, AVERAGE, MAX -> grouped(text, words(encoding, scores));
        };
    }

    private List<Labelled> pieces(Encoding encoding, float[][] scores) {
        var pieces = new ArrayList<Labelled>();
        for (int i = 0; i < encoding.size(); i++) {
            if (!encoding.isSpecial(i)) {
                pieces.add(labelled(encoding, i, i, doubles(scores[i])));
            }
        }
        return pieces;
    }

    private List<Labelled> words(Encoding encoding, float[][] scores) {
        var words = new ArrayList<Labelled>();
        int first = 0;
        while (first < encoding.size()) {
            int last = first;
            while (last + 1 < encoding.size() && encoding.wordId(last + 1) == encoding.wordId(first)) {
                last++;
            }
            if (!encoding.isSpecial(first)) {
                words.add(labelled(encoding, first, last, wordScores(scores, first, last)));
            }
            first = last + 1;
        }
        return words;
    }

    private double[] wordScores(float[][] scores, int first, int last) {
        return switch (aggregation) {
            case NONE, SIMPLE, FIRST, WORDS -> doubles(scores[first]);
            case AVERAGE -> mean(scores, first, last);
            case MAX -> {
                int surest = first;
                for (int i = first + 1; i <= last; i++) {
                    if (scores[i][highest(doubles(scores[i]))] > scores[surest][highest(doubles(scores[surest]))]) {
                        surest = i;
                    }
                }
                yield doubles(scores[surest]);
            }
        };
    }

    private List<Entity> alone(String text, List<Labelled> parts) {
        return parts.stream()
                .filter(part -> !labels.get(part.label()).equals(LabelScheme.OUTSIDE))
                .map(part -> entity(text, labels.get(part.label()), List.of(part)))
                .toList();
    }

    private List<Entity> grouped(String text, List<Labelled> parts) {
        var entities = new ArrayList<Entity>();
        int first = 0;
        for (int i = 1; i <= parts.size(); i++) {
            boolean goesOn = i < parts.size()
                    && scheme.tag(parts.get(i).label()).continues(scheme.tag(parts.get(i - 1).label()));
            if (!goesOn) {
                String type = scheme.tag(parts.get(first).label()).type();
                if (!type.equals(LabelScheme.OUTSIDE)) {
                    entities.add(entity(text, type, parts.subList(first, i)));
                }
                first = i;
            }
        }
        return entities;
    }

    private static Entity entity(String text, String type, List<Labelled> parts) {
        int start = parts.getFirst().start();
        int end = parts.getLast().end();
        double score = parts.stream().mapToDouble(Labelled::score).average().orElseThrow();
        return new Entity(type, start, end, text.substring(start, end), score);
    }

    private static Labelled labelled(Encoding encoding, int first, int last, double[] scores) {
        int label = highest(scores);
        return new Labelled(encoding.start(first), encoding.end(last), label, scores[label]);
    }

    private static double[] mean(float[][] scores, int first, int last) {
        var mean = new double[scores[first].length];
        for (int c = 0; c < mean.length; c++) {
            for (int i = first; i <= last; i++) {
                mean[c] += scores[i][c];
            }
            mean[c] /= last - first + 1;
        }
        return mean;
    }

    private static int highest(double[] scores) {
        int best = 0;
        for (int c = 1; c < scores.length; c++) {
            if (scores[c] > scores[best]) {
                best = c;
            }
        }
        return best;
    }

    private static double[] doubles(float[] scores) {
        var doubles = new double[scores.length];
        for (int c = 0; c < scores.length; c++) {
            doubles[c] = scores[c];
        }
        return doubles;
    }
}
