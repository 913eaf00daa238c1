package dev.lathe.train.data.rows;

import java.io.IOException;
import java.io.Reader;
import java.util.function.LongConsumer;

/// A place in a text, and its line. LF, CRLF and a lone CR each end a line.
///
/// A character is read when it is asked for, not before: behind the end of a line nobody waits for the next one. Only a CR has to see
/// what follows it.
final class TextCursor {

    static final int END = -1;

    private static final int UNREAD = -2;

    private final Reader in;
    private final LongConsumer rows;
    private int current = UNREAD;
    private long line;

    /// @param in the text, buffered
    /// @param line the number of its first line
    /// @param rows hears with which line each row begins
    TextCursor(Reader in, long line, LongConsumer rows) {
        this.in = in;
        this.line = line;
        this.rows = rows;
    }

    /// The character here; [#END] at the end of the text.
    int current() throws IOException {
        if (current == UNREAD) {
            current = in.read();
        }
        return current;
    }

    /// The line of [#current].
    long line() {
        return line;
    }

    boolean isAtLineEnd() throws IOException {
        int c = current();
        return c == '\n' || c == '\r' || c == END;
    }

    /// Whether the character here can be had without waiting for it.
    boolean isReady() throws IOException {
        return current != UNREAD || in.ready();
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
        int passed = current();
        current = UNREAD;
        if (passed == '\n' || passed == '\r' && current() != '\n') {
            line++;
        }
    }

    /// Passes over the line's end, from which on it is called.
    void endLine() throws IOException {
        long before = line;
        while (line == before && current() != END) {
            advance();
        }
    }
}
