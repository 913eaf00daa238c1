package dev.lathe.train.data.question;

import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.DataRow;
import dev.lathe.train.data.rows.RowColumns;
import dev.lathe.train.data.rows.TableLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/// Reads predictions that were made elsewhere: rows with `label`, `prediction`, perhaps `score`, and columns of groups.
public final class AnsweredRows {
    private static final String LABEL = "label";
    private static final String PREDICTION = "prediction";
    private static final String SCORE = "score";

    private AnsweredRows() {}

    /// Reads and checks a whole file.
    ///
    /// @param path the file; opened once and read from front to back, so a pipe will do
    /// @param format JSONL, CSV or TSV
    /// @param groups the columns of groups
    /// @return the rows, one or more
    /// @throws DataException at the first bad row, or if there is no row, no such file, no such column, or not a file
    /// @throws IOException if reading fails
    public static Dataset<AnsweredRow> read(Path path, DataFormat format, TableLayout layout, List<String> groups) throws IOException {
        var columns = new RowColumns(List.of(LABEL, PREDICTION), List.of(SCORE), layout);
        for (String column : groups) {
            columns = columns.and(column);
        }
        return Dataset.read(path, format, columns, row -> new AnsweredRow(
                row.source(), row.name(LABEL), row.name(PREDICTION), score(row), groups.stream().map(row::name).toList()));
    }

    private static OptionalDouble score(DataRow row) {
        return row.has(SCORE) ? OptionalDouble.of(row.number(SCORE)) : OptionalDouble.empty();
    }
}
