package dev.lathe.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// The one way in which JSON is written: UTF-8, numbers as Java spells them, and never what JSON does not have.
///
/// A number that is not finite is an `ArithmeticException`: who may meet one decides what stands for it. Half of a surrogate
/// pair, which UTF-8 cannot hold, is written as JSON's `\uD83D`.
public final class JsonWriter {
    private static final JsonFactory ESCAPING = new JsonFactory();
    private static final JsonFactory KEEPING_PAIRS =
            JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

    private JsonWriter() {}

    /// A generator of values, between which nothing is put; closing it leaves the stream open.
    public static JsonGenerator to(OutputStream out, JsonLayout layout) throws IOException {
        JsonGenerator json = (layout.keepsPairs() ? KEEPING_PAIRS : ESCAPING).createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .setRootValueSeparator(null);
        layout.printer().ifPresent(json::setPrettyPrinter);
        return new StrictGenerator(json, layout.keepsPairs());
    }

    /// A field that is an object.
    ///
    /// @param fields writes those of the object
    public static void object(JsonGenerator json, String name, JsonContent fields) throws IOException {
        json.writeObjectFieldStart(name);
        fields.writeTo(json);
        json.writeEndObject();
    }

    /// One value.
    public static byte[] bytes(JsonLayout layout, JsonContent value) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = to(bytes, layout)) {
            value.writeTo(json);
        }
        return bytes.toByteArray();
    }

    /// One object and the end of its last line.
    ///
    /// @param fields writes those of the object
    public static byte[] object(JsonLayout layout, JsonContent fields) throws IOException {
        return bytes(layout, json -> {
            json.writeStartObject();
            fields.writeTo(json);
            json.writeEndObject();
            json.writeRaw('\n');
        });
    }
}
