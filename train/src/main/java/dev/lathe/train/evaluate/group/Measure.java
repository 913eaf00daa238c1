package dev.lathe.train.evaluate.group;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.evaluate.score.Bootstrap;
import dev.lathe.train.evaluate.score.ConfidenceInterval;
import dev.lathe.train.evaluate.score.SampleScore;
import dev.lathe.train.evaluate.text.FixedPoint;
import dev.lathe.train.evaluate.text.ScoreJson;
import java.io.IOException;
import java.util.Optional;

/// A number with its interval, or the reason why there is none: what no row tells of is undefined, not 0.
///
/// @param key in JSON: `true_positive_rate`
/// @param interval empty where the number is undefined
/// @param reason why it is; empty where it is defined
public record Measure(String key, Optional<ConfidenceInterval> interval, String reason) {
    private static final int NAMES = 22;
    private static final int DIGITS = 4;

    static Measure of(String key, SampleScore score, Bootstrap bootstrap) {
        return new Measure(key, Optional.of(bootstrap.interval(score)), "");
    }

    static Measure undefined(String key, String reason) {
        return new Measure(key, Optional.empty(), reason);
    }

    /// The number; NaN where it is undefined.
    public double value() {
        return interval.map(ConfidenceInterval::score).orElse(Double.NaN);
    }

    String line() {
        String name = key.replace('_', ' ');
        return "  " + name + " ".repeat(Math.max(1, NAMES - name.length())) + interval.map(found -> "%s  %s to %s".formatted(
                FixedPoint.of(found.score(), DIGITS), FixedPoint.of(found.low(), DIGITS), FixedPoint.of(found.high(), DIGITS)))
                .orElse("undefined: " + reason) + "\n";
    }

    /// Writes a field: an object of `value`, `low` and `high`, or of a `value` that is `null` and the `reason`.
    void write(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(key);
        ScoreJson.write(json, "value", value());
        if (interval.isPresent()) {
            ScoreJson.write(json, "low", interval.get().low());
            ScoreJson.write(json, "high", interval.get().high());
        } else {
            json.writeStringField("reason", reason);
        }
        json.writeEndObject();
    }
}
