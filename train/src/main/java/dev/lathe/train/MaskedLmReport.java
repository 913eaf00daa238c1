package dev.lathe.train;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.metrics.Report;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// How well masked words are guessed.
///
/// @param loss mean cross-entropy of the masked tokens, in nats
/// @param tokens how many were masked
/// @param correct how many of them were guessed right at the first go
public record MaskedLmReport(double loss, long tokens, long correct) implements Report {
    static MaskedLmReport of(LossSum sum, long correct) {
        return new MaskedLmReport(sum.mean(), sum.terms(), correct);
    }

    /// Between how many equally likely words the model hesitates: `exp(loss)`.
    public double perplexity() {
        return StrictMath.exp(loss);
    }

    /// The share of masked tokens that were guessed right.
    public double accuracy() {
        return (double) correct / tokens;
    }

    Evaluation evaluation() {
        Score headline = Score.low("perplexity", "perplexity", "Perplexity", perplexity());
        return new Evaluation(
                loss, List.of(headline, Score.high("accuracy", "accuracy", "Accuracy", accuracy())), headline, this);
    }

    @Override
    public String toText() {
        return String.format(Locale.ROOT, """
                perplexity     %12.4f
                accuracy       %12.4f
                masked tokens  %12d
                """, perplexity(), accuracy(), tokens);
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        // A model that has learnt nonsense may exceed all numbers; JSON has no infinity.
        if (Double.isFinite(perplexity())) {
            json.writeNumberField("perplexity", perplexity());
        } else {
            json.writeNullField("perplexity");
        }
        json.writeNumberField("accuracy", accuracy());
        json.writeNumberField("masked_tokens", tokens);
    }
}
