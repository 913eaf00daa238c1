package dev.lathe.train.data.rows;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows parted by tabs, whose quotes are characters like any other: what a file without quoting holds, a row a line.
///
/// Whether a file is one tells [#of].
final class TabbedRows implements FieldRows {

    private static final char TAB = '\t';
    private static final long NONE = Long.MAX_VALUE;

    private final TextCursor cursor;
    private long line;

    private TabbedRows(TextCursor cursor) {
        this.cursor = cursor;
        this.line = cursor.line();
    }

    /// The rows of a file's text, by the way of quoting that fits the whole of it.
    ///
    /// Lines that all have the header's number of fields hold a row each. If some field of them begins with a quote that does
    /// not close at its end, the file is written without quoting, as those of GLUE are, and all its quotes are characters. Else
    /// quotes are those of RFC 4180. If no way fits, it is the one that goes farther.
    ///
    /// @param text what follows the header
    /// @param columns fields of the header; with one column lines tell nothing, and quotes are RFC 4180's if that fits
    static FieldRows of(Path file, String text, long firstLine, int columns) throws IOException {
        long oddLine = oddRow(plain(text, firstLine), columns);
        long oddQuotedRow = oddRow(quoted(file, text, firstLine), columns);
        boolean unquoted = columns > 1 && oddLine == NONE && hasOpenQuote(plain(text, firstLine));
        return unquoted || oddLine > oddQuotedRow ? plain(text, firstLine) : quoted(file, text, firstLine);
    }

    private static FieldRows plain(String text, long firstLine) throws IOException {
        return new TabbedRows(new TextCursor(new StringReader(text), firstLine, _ -> { }));
    }

    private static FieldRows quoted(Path file, String text, long firstLine) throws IOException {
        return new QuotedRows(file, new TextCursor(new StringReader(text), firstLine, _ -> { }), TAB);
    }

    /// The line of the first row that is broken or has another number of fields.
    private static long oddRow(FieldRows rows, int columns) throws IOException {
        try {
            for (List<String> row = rows.next(); row != null; row = rows.next()) {
                if (row.size() != columns) {
                    return rows.line();
                }
            }
            return NONE;
        } catch (DataException broken) {
            return rows.line();
        }
    }

    private static boolean hasOpenQuote(FieldRows rows) throws IOException {
        for (List<String> row = rows.next(); row != null; row = rows.next()) {
            if (row.stream().anyMatch(TabbedRows::isOpenQuote)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOpenQuote(String field) {
        boolean closed = field.length() > 1 && field.endsWith("\"")
                && field.substring(1, field.length() - 1).replace("\"\"", "").indexOf('"') < 0;
        return field.startsWith("\"") && !closed;
    }

    @Override
    public @Nullable List<String> next() throws IOException {
        while (cursor.isAtLineEnd()) {
            if (cursor.current() == TextCursor.END) {
                return null;
            }
            cursor.endLine();
        }
        line = cursor.startRow();
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        while (!cursor.isAtLineEnd()) {
            if (cursor.current() == TAB) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append((char) cursor.current());
            }
            cursor.advance();
        }
        fields.add(field.toString());
        cursor.endLine();
        return fields;
    }

    @Override
    public long line() {
        return line;
    }
}
