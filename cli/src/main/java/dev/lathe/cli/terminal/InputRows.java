package dev.lathe.cli.terminal;

import dev.lathe.train.data.ExampleReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The rows of a file, or of standard input by its name, as they come.
///
/// @param surroundings whose standard input it may be
/// @param <E> what is made of a row
public record InputRows<E>(Path file, Surroundings surroundings, Opened<E> opened) {
    /// How rows are read.
    @FunctionalInterface
    public interface Opened<E> {
        ExampleReader<E> of(Path file, InputStream in) throws IOException;
    }

    /// Goes through a file on a disk, so that a broken row is known before work has gone into others.
    ///
    /// @return how many rows there are; 0 of what can be read once only
    /// @throws dev.lathe.train.data.rows.DataException naming the first bad row
    public long check() throws IOException {
        if (StandardInput.is(file) || !Files.isRegularFile(file)) {
            return 0;
        }
        try (ExampleReader<E> rows = opened.of(file, ExampleReader.bytes(file))) {
            while (rows.next() != null) {
                continue;
            }
            return rows.count();
        }
    }

    /// Hands the rows over, as [Chunks] does.
    public void each(Chunks.Use<E> use) throws IOException {
        try (ExampleReader<E> rows = opened.of(file, StandardInput.is(file) ? surroundings.in() : ExampleReader.bytes(file))) {
            Chunks.of(rows, use);
        }
    }
}
