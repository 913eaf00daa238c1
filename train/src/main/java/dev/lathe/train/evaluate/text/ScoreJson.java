package dev.lathe.train.evaluate.text;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/// Scores as JSON, which knows no NaN or infinity: such a number is written as `null`.
public final class ScoreJson {

    private ScoreJson() {
    }

    public static void write(JsonGenerator json, String name, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumberField(name, value);
        } else {
            json.writeNullField(name);
        }
    }
}
