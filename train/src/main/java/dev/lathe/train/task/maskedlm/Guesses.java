package dev.lathe.train.task.maskedlm;

import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.train.evaluate.LossSum;
import dev.lathe.train.evaluate.score.Perplexity;
import dev.lathe.train.evaluate.score.SampleScore;
import java.util.Arrays;
import java.util.List;

/// What is gathered of how a model guesses the masked words of some texts.
final class Guesses {
    private final List<MaskedText> texts;
    private final int[] counts;
    private final double[] losses;
    private long correct;

    Guesses(List<MaskedText> texts) {
        this.texts = texts;
        this.counts = texts.stream().mapToInt(text -> text.positions().length).toArray();
        this.losses = new double[counts.length];
    }

    /// @param batch the texts in it
    MaskedRows rows(Workspace ws, TokenBatch tokens, int[] batch) {
        return new MaskedRows(ws, tokens, Arrays.stream(batch).mapToObj(texts::get).toList());
    }

    /// @param logits of the rows, `[count,vocabulary]`
    void add(Workspace ws, MaskedRows rows, Tensor logits, int[] batch) {
        correct += rows.correct(logits);
        int row = 0;
        for (int text : batch) {
            losses[text] = rows.loss(ws, logits, row, counts[text]).item();
            row += counts[text];
        }
    }

    /// The mean loss of each text's masked tokens.
    double[] losses() {
        return losses;
    }

    MaskedLmReport report() {
        var sum = new LossSum();
        for (int i = 0; i < losses.length; i++) {
            sum.add(losses[i], counts[i], 0);
        }
        return new MaskedLmReport(new Perplexity(sum.mean(), sum.terms()), correct);
    }

    /// The perplexity of any choice of texts.
    SampleScore sample() {
        return SampleScore.perplexity(losses, counts);
    }
}
