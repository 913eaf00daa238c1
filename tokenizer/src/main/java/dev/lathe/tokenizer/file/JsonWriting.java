package dev.lathe.tokenizer.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes files that hold one JSON object.
public final class JsonWriting {
    private JsonWriting() {}

    /// The fields of an object being written.
    public interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    public static void write(Path file, Fields fields) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file);
                JsonGenerator json = new JsonFactory().createGenerator(writer)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    /// A field that is an object.
    public static void object(JsonGenerator json, String name, Fields fields) throws IOException {
        json.writeObjectFieldStart(name);
        fields.write(json);
        json.writeEndObject();
    }
}
