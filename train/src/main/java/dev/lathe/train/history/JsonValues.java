package dev.lathe.train.history;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lathe.json.JsonFault;
import dev.lathe.json.JsonReader;
import dev.lathe.train.output.OutputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The objects of a run's files. What is not there, or of another kind than asked for, is empty, or not a number: files of other versions
/// have more or less.
///
/// @param fields as [JsonReader#value] reads them
record JsonValues(Map<String, @Nullable Object> fields) {
    /// Reports of some tasks say how many examples there are, or the loss, a second time: the same number, which must not keep anyone from
    /// reading the rest.
    private static final JsonReader READER = JsonReader.ofVocabularies(JsonReader.DEPTH);

    static JsonValues ofFile(Path file) throws IOException {
        try (JsonParser json = READER.parser(Files.readAllBytes(file))) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new OutputException(file + ": no object of JSON");
            }
            return new JsonValues(object(json));
        } catch (JacksonException broken) {
            throw new OutputException(file + ": no JSON: " + JsonFault.of(broken).said());
        }
    }

    /// @param name of the file and the line, for messages
    static JsonValues ofLine(String line, String name) throws IOException {
        try (JsonParser json = READER.parser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new OutputException(name + ": no object of JSON");
            }
            return new JsonValues(object(json));
        } catch (JacksonException broken) {
            throw new OutputException(name + ": no JSON: " + JsonFault.of(broken).said());
        }
    }

    private static Map<String, @Nullable Object> object(JsonParser json) throws IOException {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            fields.put(name, json.nextToken() == JsonToken.START_OBJECT ? object(json) : JsonReader.value(json));
        }
        return fields;
    }

    JsonValues object(String name) {
        return new JsonValues(fields.get(name) instanceof Map<?, ?> object ? JsonReader.fields(object) : Map.of());
    }

    boolean has(String name) {
        return fields.get(name) != null;
    }

    double real(String name) {
        return fields.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /// Empty if it is not there.
    String text(String name) {
        Object value = fields.get(name);
        return value == null ? "" : value.toString();
    }
}
