package dev.lathe.train.output;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import dev.lathe.bert.checkpoint.file.NamedWriting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes an object as an indented JSON file, the same bytes on every system.
final class JsonRecord {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonRecord() {
    }

    /// The fields of the outermost object.
    @FunctionalInterface
    interface Fields {
        void writeTo(JsonGenerator json) throws IOException;
    }

    static void write(Path file, Fields fields) throws IOException {
        byte[] bytes = bytes(fields);
        NamedWriting.of(file, () -> Files.write(file, bytes));
    }

    /// What [#write] would write.
    static byte[] bytes(Fields fields) throws IOException {
        var bytes = new ByteArrayOutputStream();
        write(bytes, fields);
        return bytes.toByteArray();
    }

    private static void write(OutputStream out, Fields fields) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter(
                    Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                    .withObjectIndenter(new DefaultIndenter("  ", "\n")));
            json.writeStartObject();
            fields.writeTo(json);
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }
}
