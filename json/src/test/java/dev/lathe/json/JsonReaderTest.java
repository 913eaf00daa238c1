package dev.lathe.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonReaderTest {
    private static final JsonReader SMALL = JsonReader.small(10);
    private static final JsonReader PYTHON = JsonReader.ofPython(3);

    private static @Nullable Object read(JsonReader reader, String text) throws IOException {
        try (JsonParser json = reader.parser(text)) {
            json.nextToken();
            Object value = JsonReader.value(json);
            json.nextToken();
            return value;
        }
    }

    private static JsonFault fault(JsonReader reader, String text) {
        return JsonFault.of(assertThrows(JacksonException.class, () -> read(reader, text)));
    }

    @Test
    void valuesKeepTheirKindsAndTheirOrder() throws IOException {
        Object value = read(SMALL, "{\"b\": [1, 2.5, true, null, \"x\"], \"a\": {\"c\": 5000000000}}");
        assertEquals(
                Map.of("b", Arrays.asList(1, 2.5, true, null, "x"), "a", Map.of("c", 5_000_000_000L)), value);
        assertEquals(List.of("b", "a"), List.copyOf(((Map<?, ?>) value).keySet()));
    }

    @Test
    void aKeyIsNotTakenTwice() {
        for (JsonReader reader : List.of(SMALL, PYTHON, JsonReader.ofVocabularies(3))) {
            JsonFault fault = fault(reader, "{\"a\": 1,\n\"a\": 2}");
            assertEquals("Duplicate field 'a'", fault.said());
            assertEquals(2, fault.line());
        }
    }

    @Test
    void boundsAreKept() {
        assertEquals(JsonFault.Kind.BEYOND_BOUNDS, fault(SMALL, "\"12345678901\"").kind());
        assertEquals(JsonFault.Kind.BEYOND_BOUNDS, fault(SMALL, "[".repeat(65)).kind());
        assertEquals(JsonFault.Kind.BEYOND_BOUNDS, fault(SMALL, "1".repeat(65)).kind());
        assertEquals(JsonFault.Kind.BEYOND_BOUNDS, fault(PYTHON, "[[[[]]]]").kind());
    }

    @Test
    void whatPythonWritesForNoNumberIsReadWhereItMayStand() throws IOException {
        assertEquals(List.of(Double.NaN), read(PYTHON, "[NaN]"));
        JsonFault fault = fault(SMALL, "[NaN]");
        assertEquals("Non-standard token 'NaN' (line 1, column 5)", fault.sentence());
    }

    @Test
    void faultsSayWhereTheyAre() {
        assertEquals("cut short: JSON ends inside a value (line 2, column 3)", fault(SMALL, "[1,\n\"x").sentence());
        assertEquals(
                "Unexpected character ('/' (code 47)) (line 1, column 1)", fault(SMALL, "/").sentence());
    }
}
