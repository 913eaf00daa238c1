package dev.lathe.train.data.rows;

import java.io.IOException;
import java.io.Reader;
import java.util.function.LongConsumer;

/// A place in a text, and its line. LF, CRLF and a lone CR each end a line.
final class TextCursor {

    static final int END = -1;

    private final Reader in;
    private final LongConsumer rows;
    private int current;
    private long line;

    /// @param in the text, buffered
    /// @param line the number of its first line
    /// @param rows hears with which line each row begins
    TextCursor(Reader in, long line, LongConsumer rows) throws IOException {
        this.in = in;
        this.line = line;
        this.rows = rows;
        this.current = in.read();
    }

    /// The character here; [#END] at the end of the text.
    int current() {
        return current;
    }

    /// The line of [#current].
    long line() {
        return line;
    }

    boolean isAtLineEnd() {
        return current == '\n' || current == '\r' || current == END;
    }

    /// Begins a row.
    ///
    /// @return its line
    long startRow() {
        rows.accept(line);
        return line;
    }

    /// Goes on by a character.
    void advance() throws IOException {
        int passed = current;
        current = in.read();
        if (passed == '\n' || passed == '\r' && current != '\n') {
            line++;
        }
    }

    /// Passes over the line's end, from which on it is called.
    void endLine() throws IOException {
        long before = line;
        while (current != END && line == before) {
            advance();
        }
    }
}
