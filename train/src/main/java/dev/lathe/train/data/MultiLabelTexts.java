package dev.lathe.train.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Reads texts with several labels each: a list in JSONL, one field with separators in CSV and TSV.
public final class MultiLabelTexts {

    private MultiLabelTexts() {
    }

    /// Reads and checks a whole file.
    ///
    /// @param path the file; opened once and read from front to back
    /// @param format JSONL, CSV or TSV
    /// @param columns which columns hold what; the label column, usually `labels`, holds the list, and is ignored if not
    /// [TextColumns#labelled]
    /// @param separator what parts labels in a field of CSV or TSV; spaces around labels don't count
    /// @return the texts, one or more
    /// @throws DataException at the first bad row, or if there is no row, no such file, or not a file
    /// @throws IOException if reading fails
    public static Dataset<MultiLabelExample> read(Path path, DataFormat format, TextColumns columns, char separator)
            throws IOException {
        RowColumns wanted = RowColumns.of(columns).withSeparator(separator);
        return Dataset.read(path, format, wanted, row -> new MultiLabelExample(row.source(), row.text(columns.text()),
                TextDataset.pair(row, columns), columns.labelled() ? row.names(columns.label()) : List.of()));
    }
}
