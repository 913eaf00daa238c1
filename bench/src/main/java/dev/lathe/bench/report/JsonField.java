package dev.lathe.bench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A value in a JSON file that knows where it stands, so that a missing or strange one is told by its place.
final class JsonField {

    private final String place;
    private final Object value;

    private JsonField(String place, Object value) {
        this.place = place;
        this.value = value;
    }

    /// The whole file.
    ///
    /// @throws IOException if it cannot be read or is not JSON
    static JsonField read(Path file) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
            json.nextToken();
            return new JsonField(file.getFileName().toString(), value(json));
        }
    }

    private static Object value(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.START_OBJECT) {
            var fields = new LinkedHashMap<String, Object>();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                json.nextToken();
                fields.put(name, value(json));
            }
            return fields;
        }
        if (token == JsonToken.START_ARRAY) {
            var elements = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                elements.add(value(json));
            }
            return elements;
        }
        return token != null && token.isNumeric() ? json.getDoubleValue() : String.valueOf(json.getText());
    }

    boolean has(String name) {
        return value instanceof Map<?, ?> fields && fields.containsKey(name);
    }

    JsonField at(String name) {
        Object found = value instanceof Map<?, ?> fields ? fields.get(name) : null;
        if (found == null) {
            throw new IllegalArgumentException(place + ": no field '" + name + "'");
        }
        return new JsonField(place + ", " + name, found);
    }

    List<JsonField> elements() {
        if (!(value instanceof List<?> elements)) {
            throw new IllegalArgumentException(place + ": not an array");
        }
        var fields = new ArrayList<JsonField>();
        for (Object element : elements) {
            fields.add(new JsonField(place + "[" + fields.size() + "]", element));
        }
        return fields;
    }

    double number() {
        if (!(value instanceof Double number)) {
            throw new IllegalArgumentException(place + ": '" + value + "' is not a number");
        }
        return number;
    }

    double[] numbers() {
        return elements().stream().mapToDouble(JsonField::number).toArray();
    }

    String text() {
        if (!(value instanceof String text)) {
            throw new IllegalArgumentException(place + ": '" + value + "' is not a string");
        }
        return text;
    }
}
