package dev.lathe.cli.terminal;

import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.RowSource;
import dev.lathe.train.data.rows.StrictUtf8Reader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The lines of a text file or of standard input one after another, without ever holding more than a few: UTF-8, with or without a byte
/// order mark, ended by line feeds with or without carriage returns. A last line without an end counts; what follows the last
/// end does not.
///
/// Reading lines is also counting them, for whoever has to say where something was wrong.
public final class TextLines implements Iterator<String>, AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final byte LINE_FEED = '\n';

    private final StrictUtf8Reader decoded;
    private final BufferedReader reader;
    private @Nullable String next;
    private boolean ended;
    private long number;

    private TextLines(Path name, InputStream in) {
        decoded = new StrictUtf8Reader(name, in);
        reader = new BufferedReader(decoded);
    }

    /// Opens a file, or standard input by one of its names.
    ///
    /// @throws IOException when it cannot be read
    /// @throws dev.lathe.train.data.rows.DataException when a file's first line is not UTF-8
    public static TextLines of(Path file, Surroundings surroundings) throws IOException {
        if (StandardInput.is(file)) {
            return new TextLines(file, surroundings.in());
        }
        if (Files.isDirectory(file)) {
            throw new CommandFailure(file + ": a directory; a text file is needed");
        }
        if (DataFormat.isTable(file, Optional.empty())) {
            surroundings.say(file + ": each line is read as one text, with its keys or separators, quotes and header");
        }
        var lines = new TextLines(file, Files.newInputStream(file));
        // What is wrong with it is said before a model is loaded.
        lines.read();
        return lines;
    }

    /// How many lines a file has; 0 for what is no file, or can be read once only.
    public static long count(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return 0;
        }
        long count = 0;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            byte last = LINE_FEED;
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    count += buffer[i] == LINE_FEED ? 1 : 0;
                }
                last = buffer[read - 1];
            }
            return last == LINE_FEED ? count : count + 1;
        }
    }

    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            read();
        }
        return next != null;
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        String line = Optional.ofNullable(next).orElseThrow();
        number++;
        next = null;
        return line;
    }

    /// Hands over the lines as they come.
    public void chunks(Chunks.Use<String> use) throws IOException {
        Chunks.of(new RowSource<>() {
            @Override
            public @Nullable String next() {
                return TextLines.this.hasNext() ? TextLines.this.next() : null;
            }

            @Override
            public boolean isReady() throws IOException {
                return reader.ready();
            }
        }, use);
    }

    /// The number of the line that [#next()] gave last, from 1.
    long number() {
        return number;
    }

    private void read() {
        decoded.startRow(number + 1);
        try {
            next = reader.readLine();
            ended = next == null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
