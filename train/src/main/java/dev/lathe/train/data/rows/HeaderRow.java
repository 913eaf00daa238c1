package dev.lathe.train.data.rows;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The first row of a delimited file, before it is known what parts its fields.
///
/// @param source its first line
/// @param text its characters, without the line's end
record HeaderRow(SourceLine source, String text) {

    /// What may part fields.
    static final String SEPARATORS = ",;\t|";

    /// Reads the row, past empty lines; the cursor then is behind it. A line break in quotes does not end it.
    ///
    /// @throws DataException if there is none
    static HeaderRow read(Path file, TextCursor cursor) throws IOException {
        long line = cursor.startRow();
        while (cursor.isAtLineEnd() && cursor.current() != TextCursor.END) {
            cursor.endLine();
            line = cursor.startRow();
        }
        if (cursor.current() == TextCursor.END) {
            throw new DataException(file + ": empty, there is no header");
        }
        StringBuilder text = new StringBuilder();
        boolean quoted = false;
        int before = TextCursor.END;
        while (cursor.current() != TextCursor.END && (quoted || !cursor.isAtLineEnd())) {
            int c = cursor.current();
            if (c == '"') {
                // A quote that follows a closing one opens again: together they are one quote of the field.
                boolean opens = before == TextCursor.END || before == '"' || SEPARATORS.indexOf(before) >= 0;
                quoted = !quoted && opens;
            }
            text.append((char) c);
            before = c;
            cursor.advance();
        }
        cursor.endLine();
        return new HeaderRow(new SourceLine(file, line), text.toString());
    }

    /// The names of the columns if this parts them; empty if quotes don't fit it.
    Optional<List<String>> parted(char separator) throws IOException {
        TextCursor cursor = new TextCursor(new StringReader(text), source.line(), _ -> { });
        try {
            return Optional.ofNullable(new QuotedRows(source.file(), cursor, separator).next());
        } catch (DataException broken) {
            return Optional.empty();
        }
    }
}
