package dev.lathe.train.attack;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.data.ExampleJson;
import dev.lathe.train.data.text.TextExample;
import java.io.IOException;

/// What an attack made of a text.
///
/// @param row which of the data, from 1
/// @param example what it was, and what is right
/// @param before what the model said of it
/// @param after what it says of the changed text
/// @param text the changed text
/// @param changed how many words are changed; 0 if the model was wrong before, or nothing helped
/// @param queries how many texts the model was asked about
public record AttackedText(int row, TextExample example, String before, String after, String text, int changed, int queries) {
    /// Whether the model was right before.
    public boolean wasRight() {
        return before.equals(example.label());
    }

    /// Whether it is right still.
    public boolean isRight() {
        return after.equals(example.label());
    }

    /// Writes `row`, `id`, `gold`, `before`, `after`, `changed`, `queries`, and on request `text`, `text_pair` and `attacked`.
    public void writeFields(boolean withTexts, JsonGenerator json) throws IOException {
        ExampleJson.write(row, example, withTexts, json);
        json.writeStringField("before", before);
        json.writeStringField("after", after);
        json.writeNumberField("changed", changed);
        json.writeNumberField("queries", queries);
        if (withTexts) {
            json.writeStringField("attacked", text);
        }
    }
}
