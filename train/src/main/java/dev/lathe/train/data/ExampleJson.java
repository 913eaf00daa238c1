package dev.lathe.train.data;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/// What stands beside a model's answer to an example of a file: which one it was, and what is right.
public final class ExampleJson {

    private ExampleJson() {
    }

    /// Writes fields into an open object: `row`, from 1, `id` if it has one, on request `text` and `text_pair`, or `texts` if they are
    /// more, and `gold` if something is right.
    public static void write(int row, Example example, boolean withTexts, JsonGenerator json) throws IOException {
        json.writeNumberField("row", row);
        if (example.rowId().isPresent()) {
            json.writeStringField("id", example.rowId().get());
        }
        if (withTexts) {
            List<String> texts = example.texts();
            if (texts.size() <= 2) {
                json.writeStringField("text", texts.getFirst());
            }
            if (texts.size() == 2) {
                json.writeStringField("text_pair", texts.getLast());
            }
            if (texts.size() > 2) {
                write("texts", texts, json);
            }
        }
        if (example.gold().isPresent()) {
            write("gold", example.gold().get(), json);
        }
    }

    /// Writes a field of a text, a number, or a list of those.
    public static void write(String name, Object value, JsonGenerator json) throws IOException {
        json.writeFieldName(name);
        write(value, json);
    }

    private static void write(Object value, JsonGenerator json) throws IOException {
        if (value instanceof List<?> items) {
            json.writeStartArray();
            for (Object item : items) {
                write(item, json);
            }
            json.writeEndArray();
        } else if (value instanceof Number number) {
            json.writeNumber(number.toString());
        } else {
            json.writeString(value.toString());
        }
    }
}
