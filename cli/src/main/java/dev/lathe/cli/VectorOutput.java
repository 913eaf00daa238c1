package dev.lathe.cli;

import dev.lathe.bert.predict.ResultJson;
import dev.lathe.cli.terminal.JsonLines;
import dev.lathe.cli.terminal.NpyFile;
import dev.lathe.cli.terminal.Surroundings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Where vectors go, in the form that the file's name asks for.
sealed interface VectorOutput extends AutoCloseable {
    /// @param file where to; empty for standard output
    static VectorOutput to(Optional<Path> file, Surroundings surroundings) throws IOException {
        return file.isPresent() && NpyFile.is(file.get())
                ? new Matrix(NpyFile.to(file.get(), surroundings)) : new Lines(JsonLines.to(file, surroundings));
    }

    void add(float[] vector) throws IOException;

    /// Lets whoever reads along see all vectors so far.
    void flush() throws IOException;

    /// All are written: the file appears. Call it once, last.
    void finish() throws IOException;

    @Override
    void close() throws IOException;

    /// An object of JSON a vector.
    record Lines(JsonLines lines) implements VectorOutput {
        @Override
        public void add(float[] vector) throws IOException {
            lines.add(json -> ResultJson.vector(vector, json));
        }

        @Override
        public void flush() throws IOException {
            lines.flush();
        }

        @Override
        public void finish() throws IOException {
            lines.finish();
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    /// A row of a matrix a vector.
    record Matrix(NpyFile file) implements VectorOutput {
        @Override
        public void add(float[] vector) throws IOException {
            file.add(vector);
        }

        @Override
        public void flush() {
            // Nobody reads a file that is not there yet.
        }

        @Override
        public void finish() throws IOException {
            file.finish();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
