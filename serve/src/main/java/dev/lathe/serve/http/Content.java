package dev.lathe.serve.http;

import dev.lathe.json.JsonContent;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The body of an answer, and what kind of text it is.
///
/// No record: its bytes are an array. Treat those as read-only.
public final class Content {
    /// No body.
    public static final Content NONE = new Content("", new byte[0]);

    private static final String JSON = "application/json";

    private final String type;
    private final byte[] bytes;

    private Content(String type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    /// @param type as `Content-Type` has it
    public static Content of(String type, byte[] bytes) {
        return new Content(type, bytes.clone());
    }

    public static Content text(String type, String text) {
        return new Content(type + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /// One value of JSON.
    ///
    /// @throws ArithmeticException if a number of it is not finite
    public static Content json(JsonContent value) {
        try {
            return new Content(JSON, JsonWriter.bytes(JsonLayout.LINE, value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One object of JSON.
    ///
    /// @param fields writes those of the object
    public static Content object(JsonContent fields) {
        return json(json -> {
            json.writeStartObject();
            fields.writeTo(json);
            json.writeEndObject();
        });
    }

    public String type() {
        return type;
    }

    public byte[] bytes() {
        return bytes;
    }

    /// The bytes as text.
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
