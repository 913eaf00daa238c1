package dev.lathe.train.data.text;

import dev.lathe.train.data.DataSplit;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.DataFile;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.DataRow;
import dev.lathe.train.data.rows.RowColumns;
import dev.lathe.train.data.rows.TextColumns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Labelled texts for sequence classification, held in memory in the order of their file.
///
/// Immutable; safe to share between threads.
public final class TextDataset {

    private final Dataset<TextExample> rows;

    private TextDataset(Dataset<TextExample> rows) {
        this.rows = rows;
    }

    /// Reads and checks a whole file: strict UTF-8, with or without byte order mark, lines that end in LF or CRLF.
    ///
    /// @param path the file; opened once and read from front to back, so a pipe will do
    /// @param format how it is written; see [DataFormat#ofExtension]
    /// @param columns which columns hold what
    /// @return the data set, with one example or more
    /// @throws DataException at the first bad row, after all rows if some have a blank label, or if there is no row, no such file, or not a file
    /// @throws IOException if reading fails
    public static TextDataset read(Path path, DataFormat format, TextColumns columns) throws IOException {
        var blank = new BlankLabels();
        var rows = Dataset.read(path, format, RowColumns.of(columns), row -> example(row, columns, Optional.empty(), blank));
        blank.refuse();
        return new TextDataset(rows);
    }

    /// As above, and whose text each is.
    ///
    /// @param group the column that says so, which must exist
    public static TextDataset read(Path path, DataFormat format, TextColumns columns, String group) throws IOException {
        var blank = new BlankLabels();
        var rows = Dataset.read(path, format, RowColumns.of(columns).and(group), row -> example(row, columns, Optional.of(row.name(group)), blank));
        blank.refuse();
        return new TextDataset(rows);
    }

    private static TextExample example(DataRow row, TextColumns columns, Optional<String> group, BlankLabels blank) {
        String text = row.text(columns.text());
        String label = columns.labelled() ? blank.noted(row.name(columns.label()), row.source()) : TextExample.UNLABELLED;
        return new TextExample(row.source(), text, pair(row, columns), label, group);
    }

    /// The second text, `null` where there is none and none is required.
    static @Nullable String pair(DataRow row, TextColumns columns) {
        return columns.pairRequired() || row.has(columns.pair()) ? row.text(columns.pair()) : null;
    }

    /// The examples as any task's.
    ///
    /// @return the same file and examples
    public Dataset<TextExample> rows() {
        return rows;
    }

    /// The file that the examples came from, with the hash of all its bytes.
    public DataFile file() {
        return rows.file();
    }

    /// The examples.
    ///
    /// @return an immutable list
    public List<TextExample> examples() {
        return rows.examples();
    }

    /// How many examples there are.
    ///
    /// @return the number, 0 only for an empty [#subset]
    public int size() {
        return rows.size();
    }

    /// This data set under the name of its use.
    ///
    /// @param name `train`, `dev` or `test`
    /// @return what `training.json` and the model card say about it
    public DataSplit as(String name) {
        return rows.as(name);
    }

    /// Some of the examples, in a given order.
    ///
    /// @param indices which ones, each in `0..size()-1`
    /// @return a data set of the same file
    /// @throws IndexOutOfBoundsException if an index is none of this data set
    public TextDataset subset(int[] indices) {
        return new TextDataset(rows.subset(indices));
    }

    /// Puts a fraction aside, as [Dataset#split].
    ///
    /// @param devFraction the dev set's share, above 0 and below 1
    /// @param permutation every index `0..size()-1` once, in an order drawn from the run's seed
    /// @return both parts
    /// @throws IllegalArgumentException if the fraction or the permutation is none
    /// @throws DataException if there is one example only
    public DevSplit split(double devFraction, int[] permutation) {
        Dataset.DevSplit<TextExample> parts = rows.split(devFraction, permutation);
        return new DevSplit(new TextDataset(parts.train()), new TextDataset(parts.dev()));
    }

    /// The two parts of [#split].
    ///
    /// @param train what is left for training
    /// @param dev what was put aside
    public record DevSplit(TextDataset train, TextDataset dev) {
    }
}
