package dev.lathe.train.data.rows;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows parted by tabs, a row a line, whose quotes are characters like any other.
final class PlainTabs implements FieldRows {

    private final TextCursor cursor;
    private long line;

    PlainTabs(TextCursor cursor) {
        this.cursor = cursor;
        this.line = cursor.line();
    }

    /// The characters of the next line that has any; the cursor then is at its end. `null` at the end of the text.
    @Nullable String nextLine() throws IOException {
        while (cursor.isAtLineEnd()) {
            if (cursor.current() == TextCursor.END) {
                return null;
            }
            cursor.endLine();
        }
        line = cursor.startRow();
        var text = new StringBuilder();
        while (!cursor.isAtLineEnd()) {
            text.append((char) cursor.current());
            cursor.advance();
        }
        return text.toString();
    }

    /// The fields of a line, from whose end on the cursor goes to the next.
    List<String> fields(String text) throws IOException {
        cursor.endLine();
        return List.of(text.split("\t", -1));
    }

    @Override
    public @Nullable List<String> next() throws IOException {
        String text = nextLine();
        return text == null ? null : fields(text);
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public boolean isReady() throws IOException {
        return cursor.isReady();
    }
}
