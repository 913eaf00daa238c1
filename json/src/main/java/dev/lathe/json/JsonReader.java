package dev.lathe.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The one way in which JSON is parsed: bounded in depth and lengths, and no key twice in an object.
///
/// What it refuses is a [com.fasterxml.jackson.core.JacksonException], of which [JsonFault] makes words for users.
public final class JsonReader {
    /// Levels that no file of ours needs.
    public static final int DEPTH = 64;

    private static final int NUMBER_LENGTH = 64;

    /// For files that say little: texts of up to a million characters, numbers of up to 64, none of them NaN, and [#DEPTH]
    /// levels.
    public static final JsonReader SMALL = small(1 << 20);

    private final JsonFactory factory;

    private JsonReader(StreamReadConstraints bounds, boolean notFinite, boolean checksKeys) {
        factory = JsonFactory.builder()
                .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, checksKeys)
                .configure(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS, notFinite)
                // Names are as many as a vocabulary has tokens, each met once: interning them would only cost.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .streamReadConstraints(bounds)
                .build();
    }

    /// As [#SMALL].
    ///
    /// @param textLength characters of a text at most
    static JsonReader small(int textLength) {
        return new JsonReader(StreamReadConstraints.builder()
                .maxNestingDepth(DEPTH).maxStringLength(textLength).maxNumberLength(NUMBER_LENGTH).build(), false, true);
    }

    /// For texts of any length, and with the NaN and Infinity that Python's `json` writes.
    ///
    /// @param depth levels of objects and arrays at most
    public static JsonReader ofPython(int depth) {
        return new JsonReader(StreamReadConstraints.builder().maxNestingDepth(depth).build(), true, true);
    }

    /// As [#ofPython], for an object with as many keys as a vocabulary has tokens, which whoever goes through them checks; those
    /// that [#object] and [#value] go through they check themselves.
    ///
    /// @param depth levels of objects and arrays at most
    public static JsonReader ofVocabularies(int depth) {
        return new JsonReader(StreamReadConstraints.builder().maxNestingDepth(depth).build(), true, false);
    }

    /// @param text of which the caller knows that it is decoded as it should be
    public JsonParser parser(Reader text) throws IOException {
        return factory.createParser(text);
    }

    public JsonParser parser(InputStream bytes) throws IOException {
        return factory.createParser(bytes);
    }

    public JsonParser parser(byte[] bytes) throws IOException {
        return factory.createParser(bytes);
    }

    public JsonParser parser(String text) throws IOException {
        return factory.createParser(text);
    }

    /// The value at which a parser stands, read to its end: a map in the order of the file, a list, a string, a number, a
    /// boolean or `null`.
    public static @Nullable Object value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> array(json);
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("token " + json.currentToken() + " where a value begins");
        };
    }

    /// What is made of a field's value.
    @FunctionalInterface
    public interface FieldValue {
        /// @param json stands at the value's start, and is to be left at its end
        @Nullable Object read(String name, JsonParser json) throws IOException;
    }

    /// The fields of the object at whose start a parser stands.
    public static Map<String, @Nullable Object> object(JsonParser json) throws IOException {
        return object(json, (_, value) -> value(value));
    }

    /// The fields of the object at whose start a parser stands, some of which are read in another way.
    public static Map<String, @Nullable Object> object(JsonParser json, FieldValue values) throws IOException {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (fields.containsKey(name)) {
                throw new JsonParseException(json, "Duplicate field '" + name + "'");
            }
            json.nextToken();
            fields.put(name, values.read(name, json));
        }
        return fields;
    }

    /// The fields of an object inside what [#value] has read.
    public static Map<String, @Nullable Object> fields(Map<?, ?> object) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        object.forEach((name, value) -> fields.put(String.valueOf(name), value));
        return fields;
    }

    private static List<@Nullable Object> array(JsonParser json) throws IOException {
        var items = new ArrayList<@Nullable Object>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(json));
        }
        return items;
    }
}
