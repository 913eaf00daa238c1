package dev.lathe.bert.checkpoint.file;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/// The one way in which JSON is parsed here: bounded in depth and text length, no key twice.
public final class StrictJson {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_TEXT = 1 << 20;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .maxNumberLength(64)
                    .build())
            .build();

    private StrictJson() {}

    public static JsonParser parser(Reader text) throws IOException {
        return FACTORY.createParser(text);
    }

    /// What the parser says, with the place but without the source it came from.
    public static String firstLine(JacksonException malformed) {
        String said = malformed instanceof JsonEOFException
                ? "cut short: JSON ends inside a value"
                // What it advises on are settings that users don't have.
                : malformed.getOriginalMessage().replaceAll(": enable `[^`]*` to allow", "");
        var place = malformed.getLocation();
        String where = place == null ? "" : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
        return said.lines().findFirst().orElse("not JSON") + where;
    }

    /// A token in the words of JSON.
    public static String describe(@Nullable JsonToken token) {
        return switch (token) {
            case null -> "the end";
            case START_OBJECT, END_OBJECT -> "an object";
            case START_ARRAY, END_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT -> "an integer";
            case VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            case FIELD_NAME -> "a key";
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "nothing";
        };
    }
}
