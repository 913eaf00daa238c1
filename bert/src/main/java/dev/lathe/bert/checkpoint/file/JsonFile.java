package dev.lathe.bert.checkpoint.file;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lathe.json.JsonContent;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonReader;
import dev.lathe.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// Writes the small JSON files that lie beside a model's weights: two spaces of indent, `\n` on every system.
public final class JsonFile {
    private JsonFile() {}

    /// Writes one JSON value, and replaces a file that is there.
    public static void write(Path path, JsonContent content) throws IOException {
        byte[] bytes = JsonWriter.bytes(JsonLayout.ELEMENTS, json -> {
            content.writeTo(json);
            json.writeRaw('\n');
        });
        NamedWriting.of(path, () -> Files.write(path, bytes));
    }

    /// Writes the object of another file with one key set and some left out.
    ///
    /// @param maxBytes what the other file may take
    /// @param leftOut keys of the outermost object that go
    /// @param key what is set, in its old place or at the end
    /// @throws CheckpointException when there is no such file, it is larger, or it does not hold one JSON object
    public static void rewrite(Path from, Path to, long maxBytes, Set<String> leftOut, String key, JsonContent value)
            throws IOException {
        // Reading it whole first finds everything that is wrong with it, in the words of all small files.
        boolean there = JsonObject.read(from, maxBytes).keys().contains(key);
        try (JsonParser old = JsonReader.SMALL.parser(Files.newBufferedReader(from))) {
            write(to, json -> {
                old.nextToken();
                json.writeStartObject();
                while (old.nextToken() == JsonToken.FIELD_NAME) {
                    String name = old.currentName();
                    old.nextToken();
                    if (name.equals(key)) {
                        json.writeFieldName(key);
                        value.writeTo(json);
                        old.skipChildren();
                    } else if (leftOut.contains(name)) {
                        old.skipChildren();
                    } else {
                        json.writeFieldName(name);
                        json.copyCurrentStructure(old);
                    }
                }
                if (!there) {
                    json.writeFieldName(key);
                    value.writeTo(json);
                }
                json.writeEndObject();
            });
        }
    }
}
