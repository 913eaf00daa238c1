package dev.lathe.train.data.text;

import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.RowColumns;
import dev.lathe.train.data.rows.TextColumns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the texts of a table of rows that are to get predictions.
public final class TextRows {

    private TextRows() {
    }

    /// Reads and checks a whole file.
    ///
    /// @param path the file; opened once and read from front to back, so a pipe will do
    /// @param format JSONL, CSV or TSV
    /// @param columns which columns hold what; that of labels may be missing, and hold anything
    /// @return the rows, one or more
    /// @throws DataException at the first bad row, or if there is no row, no such file, or not a file
    /// @throws IOException if reading fails
    public static Dataset<TextRow> read(Path path, DataFormat format, TextColumns columns) throws IOException {
        RowColumns unlabelled = RowColumns.of(columns.unlabelled());
        List<String> optional = new ArrayList<>(unlabelled.optional());
        boolean hasLabels = !columns.label().equals(columns.text()) && !columns.label().equals(columns.pair());
        if (hasLabels) {
            optional.add(columns.label());
        }
        return Dataset.read(path, format, new RowColumns(unlabelled.required(), optional, columns.layout()), row -> new TextRow(
                row.source(), row.text(columns.text()), TextDataset.pair(row, columns),
                hasLabels && row.has(columns.label()) ? Optional.of(row.written(columns.label())) : Optional.empty()));
    }
}
