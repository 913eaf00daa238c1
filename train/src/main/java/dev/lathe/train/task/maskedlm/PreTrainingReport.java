package dev.lathe.train.task.maskedlm;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.Outcomes;
import dev.lathe.train.evaluate.Score;
import dev.lathe.train.evaluate.score.SampleScore;
import dev.lathe.train.evaluate.text.Report;
import dev.lathe.train.evaluate.text.ScoreLines;
import java.io.IOException;
import java.util.List;

/// How well masked words are guessed, and whether one text follows another.
///
/// @param words of all pairs
/// @param nextSentenceAccuracy share of the pairs of which it was told rightly
public record PreTrainingReport(MaskedLmReport words, double nextSentenceAccuracy) implements Report {
    private static final String NEXT = "next_sentence_accuracy";

    /// @param loss of both
    /// @param perplexity of any choice of pairs
    /// @param right a 1 for each pair that was told rightly, else a 0
    Evaluation evaluation(double loss, SampleScore perplexity, double[] right) {
        Score headline = words.headline();
        return new Evaluation(
                loss, List.of(headline, words.accuracyScore(), Score.high(NEXT, "accuracy", "Next-sentence accuracy", nextSentenceAccuracy)),
                headline, this, Outcomes.ofScore(headline.key(), perplexity).with(NEXT, SampleScore.mean(right)));
    }

    @Override
    public String toText() {
        return words.toText() + new ScoreLines().score("next sentence", nextSentenceAccuracy);
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        words.writeFields(json);
        json.writeNumberField(NEXT, nextSentenceAccuracy);
    }
}
