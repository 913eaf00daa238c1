package dev.lathe.train.task.maskedlm;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.Outcomes;
import dev.lathe.train.evaluate.Score;
import dev.lathe.train.evaluate.score.Perplexity;
import dev.lathe.train.evaluate.score.SampleScore;
import dev.lathe.train.evaluate.text.Report;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// How well masked words are guessed.
///
/// @param perplexity of the masked tokens
/// @param correct how many of them were guessed right at the first go
public record MaskedLmReport(Perplexity perplexity, long correct) implements Report {
    /// The share of masked tokens that were guessed right.
    public double accuracy() {
        return (double) correct / perplexity.tokens();
    }

    /// @param sample the perplexity of any choice of texts
    Evaluation evaluation(SampleScore sample) {
        return new Evaluation(
                perplexity.loss(), List.of(headline(), accuracyScore()), headline(), this, Outcomes.ofScore(headline().key(), sample));
    }

    Score headline() {
        return Score.low("perplexity", "perplexity", "Perplexity", perplexity.value());
    }

    Score accuracyScore() {
        return Score.high("accuracy", "accuracy", "Accuracy", accuracy());
    }

    @Override
    public String toText() {
        return perplexity.toText() + String.format(Locale.ROOT, "%-20s%.4f\n", "accuracy", accuracy());
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        // A model that has learnt nonsense may exceed all numbers; JSON has no infinity. The loss stands above already.
        if (Double.isFinite(perplexity.value())) {
            json.writeNumberField("perplexity", perplexity.value());
        } else {
            json.writeNullField("perplexity");
        }
        json.writeNumberField("accuracy", accuracy());
        json.writeNumberField("masked_tokens", perplexity.tokens());
    }
}
