package dev.lathe.gpucheck;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonReader;
import dev.lathe.json.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Findings as JSON objects, one a line: how they come out of the process of a part, and what the result file holds.
final class FindingJson {
    private static final String FACT = "fact";
    private static final String CHECK = "check";
    private static final String FIGURE = "figure";

    private FindingJson() {}

    static String line(Finding finding) {
        try {
            return new String(JsonWriter.bytes(JsonLayout.LINE, json -> write(finding, json)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written to", e);
        }
    }

    static void write(Finding finding, JsonGenerator json) throws IOException {
        json.writeStartObject();
        switch (finding) {
            case Finding.Fact fact -> {
                json.writeStringField(FACT, fact.name());
                json.writeStringField("text", fact.text());
            }
            case Finding.Check check -> {
                json.writeStringField(CHECK, check.name());
                json.writeBooleanField("kept", check.kept());
                json.writeStringField("note", check.note());
            }
            case Finding.Figure figure -> {
                json.writeStringField(FIGURE, figure.name());
                json.writeStringField("unit", figure.unit());
                json.writeNumberField("median", figure.median());
                json.writeNumberField("min", figure.min());
                json.writeNumberField("max", figure.max());
            }
        }
        json.writeEndObject();
    }

    /// The finding of a line; empty if it is anything else that a process says, or was cut short.
    static Optional<Finding> read(String line) {
        if (!line.startsWith("{")) {
            return Optional.empty();
        }
        try (JsonParser json = JsonReader.SMALL.parser(line)) {
            var fields = new HashMap<String, String>();
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                fields.put(name, json.getText());
            }
            return json.currentToken() == JsonToken.END_OBJECT ? of(fields) : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Finding> of(Map<String, String> fields) {
        if (fields.containsKey(FACT)) {
            return Optional.of(new Finding.Fact(text(fields, FACT), text(fields, "text")));
        }
        if (fields.containsKey(CHECK)) {
            return Optional.of(new Finding.Check(
                    text(fields, CHECK), Boolean.parseBoolean(fields.get("kept")), text(fields, "note")));
        }
        if (fields.containsKey(FIGURE)) {
            return Optional.of(new Finding.Figure(
                    text(fields, FIGURE), text(fields, "unit"), number(fields, "median"), number(fields, "min"),
                    number(fields, "max")));
        }
        return Optional.empty();
    }

    private static String text(Map<String, String> fields, String name) {
        return fields.getOrDefault(name, "");
    }

    private static double number(Map<String, String> fields, String name) {
        return Double.parseDouble(text(fields, name));
    }
}
