package dev.lathe.train.data;

import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.DataFile;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.DataRow;
import dev.lathe.train.data.rows.RowColumns;
import dev.lathe.train.data.rows.Rows;
import dev.lathe.train.data.rows.SourceLine;
import dev.lathe.train.data.rows.StrictUtf8Reader;
import dev.lathe.train.data.DataSplit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The examples of a data file, or of the application itself, held in memory in their order.
///
/// Immutable; safe to share between threads.
///
/// @param <E> an example of the task
public final class Dataset<E extends Example> {

    private final DataFile file;
    private final List<E> examples;

    private Dataset(DataFile file, List<E> examples) {
        this.file = file;
        this.examples = List.copyOf(examples);
    }

    /// Reads and checks a whole file: strict UTF-8, with or without byte order mark, lines that end in LF or CRLF. The file is
    /// opened once and read from front to back, so a pipe will do.
    ///
    /// @param rows makes examples of what is in it
    /// @throws DataException if there is none, naming the file, or as `rows` says
    public static <E extends Example> Dataset<E> read(Path path, Rows<E> rows) throws IOException {
        try (StrictUtf8Reader in = new StrictUtf8Reader(path, ExampleReader.bytes(path))) {
            List<E> examples = rows.read(path, in);
            if (examples.isEmpty()) {
                throw new DataException(path + ": no rows");
            }
            return new Dataset<>(in.dataFile(examples.size()), examples);
        }
    }

    /// Examples that the application makes of its own rows, such as those of a database.
    ///
    /// @param name what messages and `training.json` call them: `training data`
    /// @param rows gone through once
    /// @param maker makes an example of each
    /// @return the data set, whose file has the hash of what its examples say
    /// @throws DataException if there are none, one is `null`, or a maker says so
    public static <R, E extends Example> Dataset<E> ofRows(String name, Iterable<R> rows, ExampleMaker<R, E> maker) {
        List<E> examples = new ArrayList<>();
        for (R row : rows) {
            SourceLine source = SourceLine.inMemory(name, examples.size() + 1L);
            if (row == null) {
                throw source.error("null");
            }
            E example = maker.example(row, source);
            source.require("the example made of it", example);
            examples.add(example);
        }
        if (examples.isEmpty()) {
            throw new DataException("the " + name + ": no examples");
        }
        return new Dataset<>(ExampleHash.of(Path.of(name), examples), examples);
    }

    /// The same data set, whose examples turn out to be those of a task.
    ///
    /// @param type what the task learns from
    /// @return this data set
    /// @throws DataException naming the first example that is another
    public <T extends Example> Dataset<T> of(Class<T> type) {
        for (E example : examples) {
            if (!type.isInstance(example)) {
                throw example.source().error("a %s, but the task learns from %s".formatted(
                        example.getClass().getSimpleName(), type.getSimpleName()));
            }
        }
        return new Dataset<>(file, examples.stream().map(type::cast).toList());
    }

    /// Reads a file of rows, whatever its format.
    ///
    /// @param columns which of them are read
    /// @param example makes one of a row
    /// @throws DataException naming file and line
    public static <E extends Example> Dataset<E> read(Path path, DataFormat format, RowColumns columns, Function<DataRow, E> example)
            throws IOException {
        return read(path, format.rows(path, columns, example));
    }

    /// The file that the examples came from, with the hash of all its bytes.
    public DataFile file() {
        return file;
    }

    /// The examples.
    ///
    /// @return an immutable list
    public List<E> examples() {
        return examples;
    }

    /// How many examples there are.
    ///
    /// @return the number, 0 only for an empty [#subset]
    public int size() {
        return examples.size();
    }

    /// This data set under the name of its use.
    ///
    /// @param name `train`, `dev` or `test`
    /// @return what `training.json` and the model card say about it
    public DataSplit as(String name) {
        return new DataSplit(name, file, size());
    }

    /// Some of the examples, in a given order.
    ///
    /// @param indices which ones, each in `0..size()-1`
    /// @return a data set of the same file
    /// @throws IndexOutOfBoundsException if an index is none of this data set
    public Dataset<E> subset(int[] indices) {
        List<E> chosen = new ArrayList<>(indices.length);
        for (int index : indices) {
            if (index < 0 || index >= size()) {
                throw new IndexOutOfBoundsException(
                        "subset: example " + index + ": " + file.path() + " has 0.." + (size() - 1));
            }
            chosen.add(examples.get(index));
        }
        return new Dataset<>(file, chosen);
    }

    /// These examples, and others that were made of them.
    ///
    /// @return a data set of the same file
    public Dataset<E> followedBy(List<E> others) {
        List<E> all = new ArrayList<>(examples);
        all.addAll(others);
        return new Dataset<>(file, all);
    }

    /// Puts a fraction aside: the first `round(size * devFraction)` entries of a permutation become the dev set, at least
    /// one and never all; but one that is the last of its label stays for training, and the next takes its place. Both parts
    /// keep the order of the file, so that only membership depends on the permutation.
    ///
    /// @param devFraction the dev set's share, above 0 and below 1
    /// @param permutation every index `0..size()-1` once, in an order drawn from the run's seed
    /// @return both parts
    /// @throws IllegalArgumentException if the fraction or the permutation is none
    /// @throws DataException if there is one example only, or each has a label that no other has
    public DevSplit<E> split(double devFraction, int[] permutation) {
        if (!(devFraction > 0 && devFraction < 1)) {
            throw new IllegalArgumentException("split: dev fraction " + devFraction + ": not between 0 and 1");
        }
        requirePermutation(permutation);
        HoldoutDraw<E> draw = new HoldoutDraw<>(this, permutation, Optional.empty());
        Dataset<E> dev = draw.draw("dev", devFraction, false);
        return new DevSplit<>(draw.rest(), dev);
    }

    void requirePermutation(int[] permutation) {
        int[] sorted = permutation.clone();
        Arrays.sort(sorted);
        boolean complete = sorted.length == size();
        for (int i = 0; complete && i < sorted.length; i++) {
            complete = sorted[i] == i;
        }
        if (!complete) {
            throw new IllegalArgumentException("split: permutation of " + permutation.length + ": not each of 0.."
                    + (size() - 1) + " once");
        }
    }

    /// The two parts of [#split].
    ///
    /// @param <E> an example of the task
    /// @param train what is left for training
    /// @param dev what was put aside
    public record DevSplit<E extends Example>(Dataset<E> train, Dataset<E> dev) {
    }
}
