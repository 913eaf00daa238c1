package dev.lathe.bert.checkpoint.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// Writes the small JSON files that lie beside a model's weights: two spaces of indent, `\n` on every system.
public final class JsonFile {
    private JsonFile() {}

    /// Writes one JSON value, and replaces a file that is there.
    public static void write(Path path, Content content) throws IOException {
        var text = new StringWriter();
        var indent = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentObjectsWith(indent);
        printer.indentArraysWith(indent);
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(printer);
            content.writeTo(json);
        }
        NamedWriting.of(path, () -> Files.writeString(path, text.append('\n').toString()));
    }

    /// Writes the object of another file with one key set and some left out.
    ///
    /// @param maxBytes what the other file may take
    /// @param leftOut keys of the outermost object that go
    /// @param key what is set, in its old place or at the end
    /// @throws CheckpointException when there is no such file, it is larger, or it does not hold one JSON object
    public static void rewrite(Path from, Path to, long maxBytes, Set<String> leftOut, String key, Content value)
            throws IOException {
        // Reading it whole first finds everything that is wrong with it, in the words of all small files.
        boolean there = JsonObject.read(from, maxBytes).keys().contains(key);
        try (JsonParser old = StrictJson.parser(Files.newBufferedReader(from))) {
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

    /// What a file is to hold.
    @FunctionalInterface
    public interface Content {
        /// Writes one value with everything in it.
        void writeTo(JsonGenerator json) throws IOException;
    }
}
