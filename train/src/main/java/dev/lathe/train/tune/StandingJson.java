package dev.lathe.train.tune;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.checkpoint.file.JsonObject;
import dev.lathe.train.evaluate.Score;
import dev.lathe.train.evaluate.Standing;
import dev.lathe.train.output.OutputException;
import java.io.IOException;

/// What a model got, as fields of JSON, to the last bit.
final class StandingJson {
    private StandingJson() {}

    static void write(Standing standing, JsonGenerator json) throws IOException {
        Score headline = standing.headline();
        json.writeStringField("score", headline.key());
        json.writeStringField("type", headline.type());
        json.writeStringField("name", headline.name());
        json.writeStringField("direction", headline.direction().name());
        // As text, for they may be no numbers.
        json.writeStringField("value", Double.toString(headline.value()));
        json.writeStringField("loss", Double.toString(standing.loss()));
    }

    static Standing read(JsonObject json) throws IOException {
        try {
            return new Standing(
                    new Score(text(json, "score"), text(json, "type"), text(json, "name"), Double.parseDouble(text(json, "value")),
                            Score.Direction.valueOf(text(json, "direction"))),
                    Double.parseDouble(text(json, "loss")));
        } catch (IllegalArgumentException broken) {
            throw new OutputException(json.file() + ": damaged; move the directory away and begin anew");
        }
    }

    private static String text(JsonObject json, String key) throws IOException {
        return json.text(key).orElseThrow(() -> json.problem(key, "missing"));
    }
}
