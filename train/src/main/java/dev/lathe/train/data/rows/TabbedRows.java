package dev.lathe.train.data.rows;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows parted by tabs, with quotes or without: what the file means by a quote shows only in the whole of it.
///
/// Lines that all have the header's number of fields hold a row each. If some field of them begins with a quote that does
/// not close at its end, the file is written without quoting, as those of GLUE are, and all its quotes are characters. Else
/// quotes are those of RFC 4180. If no way fits, it is the one that goes farther.
///
/// As long as no field has begun with a quote, both ways read the same, and rows are given as they come; with the first that does, what is
/// left of the file is read to its end.
final class TabbedRows implements FieldRows {

    private static final char TAB = '\t';
    private static final long NONE = Long.MAX_VALUE;

    private final Path file;
    private final TextCursor cursor;
    private final int columns;
    private final PlainTabs lines;
    private @Nullable FieldRows decided;

    /// @param cursor stands behind the header
    /// @param columns fields of the header; with one column lines tell nothing, and quotes are RFC 4180's if that fits
    TabbedRows(Path file, TextCursor cursor, int columns) {
        this.file = file;
        this.cursor = cursor;
        this.columns = columns;
        this.lines = new PlainTabs(cursor);
    }

    @Override
    public @Nullable List<String> next() throws IOException {
        if (decided != null) {
            return decided.next();
        }
        String row = lines.nextLine();
        if (row != null && (row.startsWith("\"") || row.contains(TAB + "\""))) {
            decided = decided(row + rest());
            return decided.next();
        }
        return row == null ? null : lines.fields(row);
    }

    private FieldRows decided(String text) throws IOException {
        long oddLine = oddRow(plain(text));
        long oddQuotedRow = oddRow(quoted(text));
        boolean unquoted = columns > 1 && oddLine == NONE && hasOpenQuote(plain(text));
        return unquoted || oddLine > oddQuotedRow ? plain(text) : quoted(text);
    }

    private FieldRows plain(String text) {
        return new PlainTabs(new TextCursor(new StringReader(text), lines.line(), _ -> { }));
    }

    private FieldRows quoted(String text) {
        return new QuotedRows(file, new TextCursor(new StringReader(text), lines.line(), _ -> { }), TAB);
    }

    private String rest() throws IOException {
        var text = new StringBuilder();
        while (cursor.current() != TextCursor.END) {
            // Rows are found later: what is bounded here is the length of a line.
            long begun = cursor.line();
            text.append((char) cursor.current());
            cursor.advance();
            if (cursor.line() != begun) {
                cursor.startRow();
            }
        }
        return text.toString();
    }

    /// The line of the first row that is broken or has another number of fields.
    private long oddRow(FieldRows rows) throws IOException {
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
    public long line() {
        return decided == null ? lines.line() : decided.line();
    }

    @Override
    public boolean isReady() throws IOException {
        return decided != null || cursor.isReady();
    }
}
