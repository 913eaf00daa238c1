package dev.lathe.train.evaluate.score;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.evaluate.text.FixedPoint;
import dev.lathe.train.evaluate.text.ScoreJson;
import java.io.IOException;
import java.util.Locale;

/// A score, and where it would lie if other examples of the same kind had been drawn.
///
/// @param score the score of the examples themselves
/// @param low the interval's lower end; NaN if the score was undefined in every resample
/// @param high its upper end
/// @param level the share of resamples whose score lies in the interval, such as 0.95
/// @param examples how many examples there are
/// @param resamples how many resamples were drawn
/// @param seed what they were drawn from
/// @param method how it was found
public record ConfidenceInterval(
        double score, double low, double high, double level, int examples, int resamples, long seed, Method method) {

    /// How an interval is found.
    public enum Method {
        /// From the scores of resamples.
        BOOTSTRAP,
        /// From the number of examples, where all resamples have one score: Wilson 1927.
        WILSON
    }

    /// What people read: `0.8512 (95 % interval 0.8391 to 0.8630)`.
    ///
    /// @return one line, without its end
    public String toText() {
        return FixedPoint.of(score, 4) + " (" + FixedPoint.of(level * 100, 0) + " % interval " + FixedPoint.of(low, 4) + " to "
                + FixedPoint.of(high, 4) + ")";
    }

    /// Writes fields into an open JSON object: `score`, `low`, `high`, `level`, `examples`, `resamples`, `seed`, and `method` if it is not the
    /// bootstrap.
    ///
    /// @param json where to
    /// @throws IOException if writing fails
    public void writeFields(JsonGenerator json) throws IOException {
        ScoreJson.write(json, "score", score);
        ScoreJson.write(json, "low", low);
        ScoreJson.write(json, "high", high);
        json.writeNumberField("level", level);
        json.writeNumberField("examples", examples);
        json.writeNumberField("resamples", resamples);
        json.writeNumberField("seed", seed);
        if (method != Method.BOOTSTRAP) {
            json.writeStringField("method", method.name().toLowerCase(Locale.ROOT));
        }
    }
}
