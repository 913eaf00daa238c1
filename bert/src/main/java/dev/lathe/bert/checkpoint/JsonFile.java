package dev.lathe.bert.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

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
        Files.writeString(path, text.append('\n').toString());
    }

    /// What a file is to hold.
    @FunctionalInterface
    public interface Content {
        /// Writes one value with everything in it.
        void writeTo(JsonGenerator json) throws IOException;
    }
}
