package dev.lathe.train.evaluate.score;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.evaluate.text.Report;
import dev.lathe.train.evaluate.text.ScoreJson;
import dev.lathe.train.evaluate.text.ScoreLines;
import java.io.IOException;

/// Between how many equally likely tokens a language model still hesitates: `exp(loss)`.
///
/// @param loss the mean cross-entropy of the predicted tokens, in nats
/// @param tokens how many were predicted
public record Perplexity(double loss, long tokens) implements Report {

    /// @throws IllegalArgumentException if the loss is negative or there are no tokens
    public Perplexity {
        if (loss < 0 || tokens < 1) {
            throw new IllegalArgumentException("perplexity: loss " + loss + " of " + tokens + " tokens: needs a loss of 0 or more"
                    + " and a token");
        }
    }

    /// The perplexity.
    ///
    /// @return `exp(loss)`, 1 or more; NaN if the loss is
    public double value() {
        return StrictMath.exp(loss);
    }

    /// What people read: a score a line.
    ///
    /// @return lines that end in `\n`
    @Override
    public String toText() {
        return new ScoreLines().score("perplexity", value()).score("loss", loss).count("tokens", tokens).toString();
    }

    /// Writes fields into an open JSON object: `perplexity`, `loss`, `tokens`.
    ///
    /// @param json where to
    /// @throws IOException if writing fails
    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        ScoreJson.write(json, "perplexity", value());
        ScoreJson.write(json, "loss", loss);
        json.writeNumberField("tokens", tokens);
    }
}
