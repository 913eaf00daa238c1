package dev.lathe.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Results as JSON, one object a line: to standard output, or to a file that appears whole or not at all.
final class JsonLines implements AutoCloseable {

    /// Writes the inside of one line's object.
    @FunctionalInterface
    interface Line {
        void write(JsonGenerator json) throws IOException;
    }

    private final JsonGenerator json;
    private final Optional<ResultFile> file;

    private JsonLines(JsonGenerator json, Optional<ResultFile> file) {
        this.json = json.setRootValueSeparator(null);
        this.file = file;
    }

    /// Begins to write.
    ///
    /// @param file where to; empty for standard output
    static JsonLines to(Optional<Path> file, Surroundings surroundings) throws IOException {
        if (file.isEmpty()) {
            var json = new JsonFactory().createGenerator(surroundings.out());
            return new JsonLines(json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET), Optional.empty());
        }
        ResultFile target = ResultFile.at(file.get());
        // As bytes, like standard output: a writer would stop at half a surrogate pair, where bytes have its escape.
        var json = new JsonFactory().createGenerator(new BufferedOutputStream(Files.newOutputStream(target.partial())));
        return new JsonLines(json, Optional.of(target));
    }

    /// Writes one line.
    ///
    /// @param inside writes the fields of its object
    void add(Line inside) throws IOException {
        json.writeStartObject();
        inside.write(json);
        json.writeEndObject();
        json.writeRaw('\n');
    }

    /// All lines are written: the file appears. Call it once, last.
    void finish() throws IOException {
        json.close();
        if (file.isPresent()) {
            file.get().complete();
        }
    }

    /// Clears away what was not finished.
    @Override
    public void close() throws IOException {
        try {
            json.close();
        } finally {
            if (file.isPresent()) {
                file.get().discard();
            }
        }
    }
}
