package dev.lathe.train.data.rows;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/// Reads the rows of a CSV or TSV file by its header.
///
/// Lines without any character are skipped, since they tell nothing; a row whose only field is `""` is one.
final class DelimitedRows {

    private DelimitedRows() {
    }

    /// All examples of the file, in its order.
    ///
    /// @param separator of the file's format; the header may show that it is another one
    static <E> List<E> read(Path file, StrictUtf8Reader in, char separator, RowColumns columns, Function<DataRow, E> example)
            throws IOException {
        TextCursor cursor = new TextCursor(new BufferedReader(in), 1, in::startRow);
        DelimitedHeader header = DelimitedHeader.read(file, cursor, separator, columns);
        Map<String, Integer> indices = header.indices(columns);
        OptionalInt id = header.idIndex(columns.layout());
        int width = header.columns().size();
        long firstLine = cursor.line();
        FieldRows rows = header.separator() == '\t'
                ? TabbedRows.of(file, rest(cursor), firstLine, width)
                : new QuotedRows(file, cursor, header.separator());
        List<E> examples = new ArrayList<>();
        for (List<String> row = rows.next(); row != null; row = rows.next()) {
            SourceLine source = new SourceLine(file, rows.line());
            if (row.size() != width) {
                throw source.error("%d field%s where the header has %d".formatted(
                        row.size(), row.size() == 1 ? "" : "s", width));
            }
            SourceLine named = id.isPresent() ? new SourceLine(file, rows.line(), Optional.of(row.get(id.getAsInt()))) : source;
            examples.add(example.apply(new DelimitedRow(named, indices, columns.separator(), row)));
        }
        return examples;
    }

    private static String rest(TextCursor cursor) throws IOException {
        StringBuilder rest = new StringBuilder();
        long line = cursor.startRow();
        while (cursor.current() != TextCursor.END) {
            rest.append((char) cursor.current());
            cursor.advance();
            // Rows are found later: what is bounded here is the length of a line.
            if (cursor.line() != line) {
                line = cursor.startRow();
            }
        }
        return rest.toString();
    }
}
