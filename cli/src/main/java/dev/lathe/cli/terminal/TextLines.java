package dev.lathe.cli.terminal;

import dev.lathe.train.data.rows.StrictUtf8Reader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/// The lines of a text file one after another, without ever holding more than one: UTF-8, with or without a byte order
/// mark, ended by line feeds with or without carriage returns. A last line without an end counts; what follows the last
/// end does not.
///
/// Reading lines is also counting them, for whoever has to say where something was wrong.
public final class TextLines implements Iterator<String>, AutoCloseable {
    private final StrictUtf8Reader decoded;
    private final BufferedReader reader;
    private Optional<String> next;
    private long number;

    private TextLines(Path file) throws IOException {
        decoded = new StrictUtf8Reader(file, Files.newInputStream(file));
        reader = new BufferedReader(decoded);
        next = Optional.empty();
    }

    /// Opens a file and reads its first line.
    ///
    /// @throws IOException when it cannot be read
    /// @throws dev.lathe.train.data.rows.DataException when its first line is not UTF-8
    public static TextLines of(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new CommandFailure(file + ": a directory; a text file is needed");
        }
        var lines = new TextLines(file);
        lines.next = lines.read();
        return lines;
    }

    @Override
    public boolean hasNext() {
        return next.isPresent();
    }

    @Override
    public String next() {
        String line = next.orElseThrow(NoSuchElementException::new);
        number++;
        next = read();
        return line;
    }

    /// The number of the line that [#next()] gave last, from 1.
    long number() {
        return number;
    }

    private Optional<String> read() {
        decoded.startRow(number + 1);
        try {
            return Optional.ofNullable(reader.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
