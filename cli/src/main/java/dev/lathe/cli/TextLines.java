package dev.lathe.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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
final class TextLines implements Iterator<String>, AutoCloseable {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final BufferedReader reader;
    private Optional<String> next;
    private long number;

    private TextLines(Path file) throws IOException {
        this.file = file;
        // A new decoder reports malformed input; InputStreamReader's own would replace it silently.
        reader = new BufferedReader(new InputStreamReader(Files.newInputStream(file),
                StandardCharsets.UTF_8.newDecoder()));
        next = Optional.empty();
    }

    /// Opens a file and reads its first line.
    ///
    /// @throws IOException when it cannot be read
    static TextLines of(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new CommandFailure(file + ": a directory; a text file is needed");
        }
        var lines = new TextLines(file);
        lines.next = lines.read().map(
                first -> first.startsWith(BYTE_ORDER_MARK) ? first.substring(BYTE_ORDER_MARK.length()) : first);
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
        try {
            return Optional.ofNullable(reader.readLine());
        } catch (CharacterCodingException e) {
            throw new CommandFailure(file + ": not UTF-8 after line " + number, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
