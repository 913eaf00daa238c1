package dev.lathe.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// Results as JSON, one object a line: to standard output, or to a file that appears whole or not at all.
final class JsonLines implements AutoCloseable {

    /// Writes the inside of one line's object.
    @FunctionalInterface
    interface Line {
        void write(JsonGenerator json) throws IOException;
    }

    private final JsonGenerator json;
    private final Optional<Path> file;
    private final Optional<Path> partial;

    private JsonLines(JsonGenerator json, Optional<Path> file, Optional<Path> partial) {
        this.json = json.setRootValueSeparator(null);
        this.file = file;
        this.partial = partial;
    }

    /// Begins to write.
    ///
    /// @param file where to; empty for standard output
    static JsonLines to(Optional<Path> file, Surroundings surroundings) throws IOException {
        if (file.isEmpty()) {
            var json = new JsonFactory().createGenerator(surroundings.out());
            return new JsonLines(json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET), file, Optional.empty());
        }
        Path target = ResultFile.of(file.get());
        // A device such as /dev/null cannot be replaced by rename.
        boolean replaceable = !Files.exists(target) || Files.isRegularFile(target);
        Path partial = replaceable ? target.resolveSibling("." + target.getFileName() + ".partial") : target;
        var json = new JsonFactory().createGenerator(Files.newBufferedWriter(partial));
        return new JsonLines(json, Optional.of(target), Optional.of(partial));
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
        if (file.isPresent() && !file.equals(partial)) {
            Files.move(partial.orElseThrow(), file.get(), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /// Clears away what was not finished.
    @Override
    public void close() throws IOException {
        if (!json.isClosed()) {
            json.close();
            if (!file.equals(partial)) {
                Files.deleteIfExists(partial.orElseThrow());
            }
        }
    }
}
