package dev.lathe.train.data.rows;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the rows of a CSV or TSV file by its header.
///
/// Lines without any character are skipped, since they tell nothing; a row whose only field is `""` is one.
///
/// @param <E> what is made of a row
final class DelimitedRows<E> implements RowSource<E> {

    private final Path file;
    private final RowColumns columns;
    private final Function<DataRow, E> example;
    private final FieldRows rows;
    private final int width;
    private final Map<String, Integer> indices;
    private final OptionalInt id;

    private DelimitedRows(Path file, FieldRows rows, DelimitedHeader header, RowColumns columns, Function<DataRow, E> example) {
        this.file = file;
        this.rows = rows;
        this.columns = columns;
        this.example = example;
        this.indices = header.indices(columns);
        this.id = header.idIndex(columns.layout());
        this.width = header.columns().size();
    }

    /// The rows of a file one after another, behind its header, which is read at once.
    ///
    /// @param separator of the file's format; the header may show that it is another one
    static <E> RowSource<E> open(Path file, StrictUtf8Reader in, char separator, RowColumns columns, Function<DataRow, E> example)
            throws IOException {
        TextCursor cursor = new TextCursor(new BufferedReader(in), 1, in::startRow);
        DelimitedHeader header = DelimitedHeader.read(file, cursor, separator, columns);
        FieldRows rows = header.separator() == '\t'
                ? new TabbedRows(file, cursor, header.columns().size())
                : new QuotedRows(file, cursor, header.separator());
        return new DelimitedRows<>(file, rows, header, columns, example);
    }

    @Override
    public @Nullable E next() throws IOException {
        List<String> row = rows.next();
        if (row == null) {
            return null;
        }
        SourceLine source = new SourceLine(file, rows.line());
        if (row.size() != width) {
            throw source.error("%d field%s where the header has %d".formatted(
                    row.size(), row.size() == 1 ? "" : "s", width));
        }
        SourceLine named = id.isPresent() ? new SourceLine(file, rows.line(), Optional.of(row.get(id.getAsInt()))) : source;
        return example.apply(new DelimitedRow(named, indices, columns.separator(), row));
    }

    @Override
    public boolean isReady() throws IOException {
        return rows.isReady();
    }
}
