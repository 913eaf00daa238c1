package dev.lathe.train.task.choice;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.config.ProblemType;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.heads.BertForMultipleChoice;
import dev.lathe.train.data.ChoiceExample;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.EvaluationBatches;
import dev.lathe.train.task.CutTexts;
import dev.lathe.train.task.Objective;
import dev.lathe.train.task.TaskModel;
import dev.lathe.train.task.TextEncoding;
import java.util.ArrayList;
import java.util.List;

/// A model that chooses one of several continuations.
final class ChoiceSelection implements TaskModel<ChoiceExample, EncodedChoices> {
    private final BertForMultipleChoice model;
    private final boolean newHead;
    private final TextEncoding encoding;
    private final int mostChoices;

    /// @param newHead whether a head of the base, if it has one, was trained for something else
    /// @param mostChoices of a question of the training data
    ChoiceSelection(BertForMultipleChoice model, boolean newHead, TextEncoding encoding, int mostChoices) {
        this.model = model;
        this.newHead = newHead;
        this.encoding = encoding;
        this.mostChoices = mostChoices;
    }

    @Override
    public List<EncodedChoices> encode(List<ChoiceExample> examples) {
        return examples.stream().map(this::encode).toList();
    }

    private EncodedChoices encode(ChoiceExample example) {
        List<TokenSequence> choices = example.continuations().stream()
                .map(continuation -> encoding.encode(example.context(), continuation))
                .toList();
        return new EncodedChoices(choices, example.label());
    }

    @Override
    public CutTexts cutTexts() {
        return encoding.cutTexts();
    }

    @Override
    public boolean startsAnew(String parameter) {
        return newHead && parameter.startsWith("classifier.");
    }

    @Override
    public Objective<EncodedChoices> objective() {
        return new ChoiceLoss(model, mostChoices);
    }

    @Override
    public Evaluation evaluate(List<EncodedChoices> examples, EvaluationBatches batches) {
        List<TokenSequence> all = examples.stream().flatMap(example -> example.choices().stream()).toList();
        var scores = new float[all.size()];
        batches.run(all, (ws, tokens, batch) -> {
            float[] logits = model.logits(ws, tokens).toArray();
            for (int i = 0; i < batch.length; i++) {
                scores[batch[i]] = logits[i];
            }
        });
        var right = new boolean[examples.size()];
        var chosen = new ArrayList<Integer>();
        double loss = 0;
        int from = 0;
        for (int i = 0; i < right.length; i++) {
            int to = from + examples.get(i).choices().size();
            int label = from + examples.get(i).label();
            loss += surprise(scores, from, to, label) / right.length;
            int best = best(scores, from, to);
            chosen.add(best - from);
            right[i] = best == label;
            from = to;
        }
        return ChoiceReport.of(right).evaluation(loss, right, chosen);
    }

    /// How many nats the right choice was worth.
    private static double surprise(float[] scores, int from, int to, int label) {
        double max = scores[best(scores, from, to)];
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += StrictMath.exp(scores[i] - max);
        }
        return StrictMath.log(sum) + max - scores[label];
    }

    private static int best(float[] scores, int from, int to) {
        int best = from;
        for (int i = from + 1; i < to; i++) {
            if (scores[i] > scores[best]) {
                best = i;
            }
        }
        return best;
    }

    @Override
    public ModelConfig config(BertConfig encoder) {
        return new ModelConfig(
                encoder, encoder.family().architecture(ModelHead.MULTIPLE_CHOICE), List.of(), ProblemType.UNSPECIFIED);
    }
}
