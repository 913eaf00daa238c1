package dev.lathe.cli.terminal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import dev.lathe.train.task.Predictor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

/// Results as JSON, one object a line: to standard output, or to a file that appears whole or not at all.
public final class JsonLines implements AutoCloseable {

    private final JsonGenerator json;
    private final Optional<ResultFile> file;

    private JsonLines(OutputStream out, Optional<ResultFile> file) throws IOException {
        this.json = JsonWriter.to(out, JsonLayout.LINE);
        this.file = file;
    }

    /// Begins to write.
    ///
    /// @param file where to; empty for standard output
    public static JsonLines to(Optional<Path> file, Surroundings surroundings) throws IOException {
        if (file.isEmpty()) {
            return new JsonLines(surroundings.out(), Optional.empty());
        }
        ResultFile target = ResultFile.at(file.get());
        boolean begun = false;
        try {
            var lines = new JsonLines(target.begin(surroundings), Optional.of(target));
            begun = true;
            return lines;
        } finally {
            if (!begun) {
                target.close();
            }
        }
    }

    /// Writes one line.
    ///
    /// @param inside writes the fields of its object
    public void add(Predictor.Fields inside) throws IOException {
        json.writeStartObject();
        inside.write(json);
        json.writeEndObject();
        json.writeRaw('\n');
    }

    /// Lets whoever reads along see all lines so far.
    public void flush() throws IOException {
        json.flush();
    }

    /// All lines are written: the file appears. Call it once, last.
    public void finish() throws IOException {
        json.close();
        if (file.isPresent()) {
            file.get().complete();
        }
    }

    /// Clears away what was not finished, without a word more about a stream that has failed.
    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
    }
}
