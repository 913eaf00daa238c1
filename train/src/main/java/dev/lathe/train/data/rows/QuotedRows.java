package dev.lathe.train.data.rows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows by RFC 4180: a field that starts with `"` runs to the closing quote and may hold separators and line breaks, `""` in it is
/// one quote; a quote elsewhere is a character like any other. All else is what stands between the separators: spaces are
/// kept, nothing is null.
///
/// Blanks between a closing quote and the separator are ignored, as other readers do.
final class QuotedRows implements FieldRows {

    private final Path file;
    private final TextCursor cursor;
    private final char separator;
    private final StringBuilder field = new StringBuilder();
    private long line;

    QuotedRows(Path file, TextCursor cursor, char separator) {
        this.file = file;
        this.cursor = cursor;
        this.separator = separator;
        this.line = cursor.line();
    }

    @Override
    public @Nullable List<String> next() throws IOException {
        line = cursor.startRow();
        while (cursor.isAtLineEnd()) {
            if (cursor.current() == TextCursor.END) {
                return null;
            }
            cursor.endLine();
            line = cursor.startRow();
        }
        List<String> fields = new ArrayList<>();
        fields.add(field());
        while (cursor.current() == separator) {
            cursor.advance();
            fields.add(field());
        }
        if (!cursor.isAtLineEnd()) {
            throw broken(new SourceLine(file, line));
        }
        cursor.endLine();
        return fields;
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public boolean isReady() throws IOException {
        return cursor.isReady();
    }

    private String field() throws IOException {
        field.setLength(0);
        if (cursor.current() == '"') {
            quoted();
        } else {
            while (cursor.current() != separator && !cursor.isAtLineEnd()) {
                take();
            }
        }
        return field.toString();
    }

    private void quoted() throws IOException {
        cursor.advance();
        while (true) {
            if (cursor.current() == TextCursor.END) {
                throw broken(new SourceLine(file, line));
            }
            if (cursor.current() == '"') {
                cursor.advance();
                if (cursor.current() != '"') {
                    break;
                }
            }
            take();
        }
        while (cursor.current() != separator && (cursor.current() == ' ' || cursor.current() == '\t')) {
            cursor.advance();
        }
    }

    static DataException broken(SourceLine source) {
        return source.error("a field that starts with a quote is not closed, or goes on after its closing quote;"
                + " write a quote inside it twice");
    }

    private void take() throws IOException {
        field.append((char) cursor.current());
        cursor.advance();
    }
}
