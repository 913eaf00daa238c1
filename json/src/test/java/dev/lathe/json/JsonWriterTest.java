package dev.lathe.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JsonWriterTest {
    private static final JsonContent FIELDS = json -> {
        json.writeNumberField("a", 1e-5f);
        json.writeFieldName("b");
        json.writeArray(new int[] {1, 2}, 0, 2);
    };

    private static String object(JsonLayout layout, JsonContent fields) throws IOException {
        return new String(JsonWriter.object(layout, fields), StandardCharsets.UTF_8);
    }

    @Test
    void layoutsPutLinesWhereTheySay() throws IOException {
        assertEquals("{\"a\":1.0E-5,\"b\":[1,2]}\n", object(JsonLayout.LINE, FIELDS));
        assertEquals("{\n  \"a\": 1.0E-5,\n  \"b\": [ 1, 2 ]\n}\n", object(JsonLayout.FIELDS, FIELDS));
        assertEquals("{\n  \"a\": 1.0E-5,\n  \"b\": [\n    1,\n    2\n  ]\n}\n", object(JsonLayout.ELEMENTS, FIELDS));
        assertEquals("{\n  \"a\" : 1.0E-5,\n  \"b\" : [ 1, 2 ]\n}\n", object(JsonLayout.SPACED_FIELDS, FIELDS));
    }

    @Test
    void numbersThatJsonDoesNotHaveAreRefused() {
        assertEquals("json: NaN: JSON has no such number", assertThrows(ArithmeticException.class,
                () -> object(JsonLayout.LINE, json -> json.writeNumberField("a", Double.NaN))).getMessage());
        assertThrows(ArithmeticException.class,
                () -> object(JsonLayout.LINE, json -> json.writeNumberField("a", Float.POSITIVE_INFINITY)));
        assertThrows(ArithmeticException.class, () -> JsonWriter.bytes(
                JsonLayout.LINE, json -> json.writeArray(new double[] {1, Double.NEGATIVE_INFINITY}, 0, 2)));
    }

    @ParameterizedTest
    @EnumSource
    void halvesOfPairsAreEscapedAndReadAgain(JsonLayout layout) throws IOException {
        String text = "\"a\"\ud83d \ud83d\ude00\n\ude00é";
        String written = object(layout, json -> json.writeStringField(text, text));
        boolean pairs = layout == JsonLayout.ELEMENTS || layout == JsonLayout.SPACED_FIELDS;
        String spelled = "\"\\\"a\\\"\\uD83D %s\\n\\uDE00é\"".formatted(pairs ? "\ud83d\ude00" : "\\uD83D\\uDE00");
        assertEquals(
                "{" + spelled + ":" + spelled + "}",
                written.strip().replace("\n", "").replace("{  ", "{").replace("\" : \"", "\":\"").replace("\": \"", "\":\""));
        try (JsonParser json = JsonReader.small(100).parser(written)) {
            json.nextToken();
            assertEquals(Map.of(text, text), JsonReader.value(json));
        }
    }

    @Test
    void longTextsOfPairsAndHalvesAreWrittenToo() throws IOException {
        String halves = "\ud83d".repeat(20_000);
        String pairs = "\ud83d\ude00".repeat(20_000);
        assertEquals("{\n  \"a\": \"" + "\\uD83D".repeat(20_000) + "\",\n  \"b\": \"" + pairs + "\"\n}\n",
                object(JsonLayout.ELEMENTS, json -> {
                    json.writeStringField("a", halves);
                    json.writeStringField("b", pairs);
                }));
    }
}
