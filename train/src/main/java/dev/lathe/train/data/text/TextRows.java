package dev.lathe.train.data.text;

import dev.lathe.train.data.ExampleReader;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.RowColumns;
import dev.lathe.train.data.rows.TextColumns;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the texts of a table of rows that are to get predictions.
public final class TextRows {

    private TextRows() {
    }

    /// The rows of a file or a stream one after another.
    ///
    /// @param path what messages call it
    /// @param in its bytes, which the reader closes
    /// @param format JSONL, CSV or TSV
    /// @param columns which columns hold what; that of labels may hold anything; in JSONL, and unless `labelled`, it may be missing
    /// @param others more columns, which must be there
    /// @return a reader that throws a [dev.lathe.train.data.rows.DataException] at the first bad row, or if there is none
    public static ExampleReader<TextRow> open(Path path, InputStream in, DataFormat format, TextColumns columns, List<String> others) {
        RowColumns read = RowColumns.of(columns);
        List<String> optional = new ArrayList<>(read.optional());
        boolean hasLabels = !columns.label().equals(columns.text()) && !columns.label().equals(columns.pair());
        if (hasLabels && !columns.labelled()) {
            optional.add(columns.label());
        }
        var wanted = new RowColumns(read.required(), optional, columns.layout());
        for (String column : others) {
            wanted = wanted.and(column);
        }
        return ExampleReader.of(path, in, format, wanted, row -> new TextRow(
                row.source(), row.text(columns.text()), TextDataset.pair(row, columns),
                hasLabels && row.has(columns.label()) ? Optional.of(row.written(columns.label())) : Optional.empty(),
                others.stream().map(row::name).toList()));
    }

    /// Reads and checks a whole file.
    ///
    /// @param path the file; opened once and read from front to back, so a pipe will do
    /// @param format JSONL, CSV or TSV
    /// @param columns which columns hold what; that of labels may hold anything; in JSONL, and unless `labelled`, it may be missing
    /// @return the rows, one or more
    /// @throws dev.lathe.train.data.rows.DataException at the first bad row, or if there is no row, no such file, or not a file
    /// @throws IOException if reading fails
    public static List<TextRow> read(Path path, DataFormat format, TextColumns columns) throws IOException {
        try (ExampleReader<TextRow> rows = open(path, ExampleReader.bytes(path), format, columns, List.of())) {
            return rows.all();
        }
    }
}
