package dev.lathe.train.data.text;

import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.Numbers;
import dev.lathe.train.data.rows.RowColumns;
import dev.lathe.train.data.rows.SourceLine;
import dev.lathe.train.data.rows.TextColumns;
import java.io.IOException;
import java.nio.file.Path;

/// Reads texts with real numbers, for regression.
public final class ScoredTexts {

    private ScoredTexts() {
    }

    /// Reads and checks a whole file. Numbers are decimal, with a point: `3`, `-0.5`, `1e-3`.
    ///
    /// @param path the file; opened once and read from front to back
    /// @param format JSONL, CSV or TSV
    /// @param columns which columns hold what; the label column holds the number
    /// @return the texts, one or more
    /// @throws DataException at the first bad row, or if there is no row, no such file, or not a file
    /// @throws IOException if reading fails
    public static Dataset<ScoredTextExample> read(Path path, DataFormat format, TextColumns columns) throws IOException {
        return Dataset.read(path, format, RowColumns.of(columns), row -> new ScoredTextExample(row.source(),
                row.text(columns.text()), TextDataset.pair(row, columns),
                columns.labelled() ? row.number(columns.label()) : Double.NaN));
    }

    /// Checks that the numbers are some.
    ///
    /// @throws DataException naming the first that has none
    public static void requireFinite(Dataset<ScoredTextExample> texts) {
        texts.examples().forEach(text -> requireFinite(text.source(), text.score()));
    }

    static void requireFinite(SourceLine source, double score) {
        if (!Double.isFinite(score)) {
            throw source.error("the number is " + score);
        }
    }
}
