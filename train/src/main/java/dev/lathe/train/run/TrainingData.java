package dev.lathe.train.run;

import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.Example;
import dev.lathe.train.data.ExampleMaker;
import dev.lathe.train.data.Holdout;
import dev.lathe.train.data.Permutation;
import dev.lathe.train.data.RowGroups;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.TextColumns;
import dev.lathe.train.task.DataSplits;
import dev.lathe.train.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// The data of a fine-tuning: files and how to read them, or examples that the application makes of rows of its own.
///
///     TrainingData.ofRows(reviews, (review, at) -> new TextExample(at, review.text(), null, review.stars()))
///
/// Rows are gone through once, at once; `training.json` has the hash of what their examples say.
///
/// @param train the training data
/// @param dev evaluated after each epoch
/// @param test evaluated at the end
/// @param holdout what of the training data is set aside instead, by seed
/// @param format of all files; by each file's extension if empty
/// @param columns which hold text, pair and label
public record TrainingData(
        Source train, Optional<Source> dev, Optional<Source> test, Holdout holdout,
        Optional<DataFormat> format, TextColumns columns) {

    /// Where examples come from.
    public sealed interface Source {
        /// A file, which is read when the training begins.
        record InFile(Path path) implements Source {}

        /// Examples that are there.
        record InMemory(Dataset<?> examples) implements Source {}
    }

    public TrainingData {
        if (dev.isPresent() && holdout.dev().isPresent()) {
            throw new IllegalArgumentException("dev: a file and a fraction are given; choose one");
        }
        if (test.isPresent() && holdout.test().isPresent()) {
            throw new IllegalArgumentException("test: a file and a fraction are given; choose one");
        }
        if (train instanceof Source.InMemory && holdout.groupColumn().isPresent()) {
            throw new IllegalArgumentException(
                    "group column '%s': examples in memory have no columns".formatted(holdout.groupColumn().get()));
        }
    }

    /// Files alone.
    public TrainingData(
            Path train, Optional<Path> dev, Optional<Path> test, Holdout holdout, Optional<DataFormat> format,
            TextColumns columns) {
        this(new Source.InFile(train), dev.map(Source.InFile::new), test.map(Source.InFile::new), holdout, format, columns);
    }

    /// Examples made of the application's own rows, such as those of a database.
    ///
    /// @param rows one or more
    /// @param maker makes an example of a row, of the class that the task learns from
    /// @throws dev.lathe.train.data.rows.DataException if there are none, one is `null`, or one makes no example:
    ///     `example 17 of the training data: the label is blank`
    public static <R, E extends Example> TrainingData ofRows(Iterable<R> rows, ExampleMaker<R, E> maker) {
        return new TrainingData(
                memory("training data", rows, maker), Optional.empty(), Optional.empty(), Holdout.NONE, Optional.empty(),
                TextColumns.standard());
    }

    /// As above, of a stream.
    public static <R, E extends Example> TrainingData ofRows(Stream<R> rows, ExampleMaker<R, E> maker) {
        return ofRows(rows::iterator, maker);
    }

    private static <R, E extends Example> Source memory(String name, Iterable<R> rows, ExampleMaker<R, E> maker) {
        return new Source.InMemory(Dataset.ofRows(name, rows, maker));
    }

    /// One training file, read by its extension, with the usual columns.
    public static TrainingData of(Path train) {
        return new TrainingData(
                train, Optional.empty(), Optional.empty(), Holdout.NONE, Optional.empty(), TextColumns.standard());
    }

    public TrainingData withDev(Path file) {
        return new TrainingData(train, Optional.of(new Source.InFile(file)), test, holdout, format, columns);
    }

    /// Examples to evaluate on after each epoch, as [#ofRows].
    public <R, E extends Example> TrainingData withDevRows(Iterable<R> rows, ExampleMaker<R, E> maker) {
        return new TrainingData(train, Optional.of(memory("dev data", rows, maker)), test, holdout, format, columns);
    }

    public TrainingData withDevFraction(double share) {
        return withHoldout(new Holdout(
                OptionalDouble.of(share), holdout.test(), holdout.stratified(), holdout.groupColumn(), holdout.seed()));
    }

    /// Draws what is set aside by this seed, whatever the run's is: so that runs with several seeds are judged on the same rows.
    public TrainingData withSplitSeed(long seed) {
        return withHoldout(holdout.withSeed(seed));
    }

    public TrainingData withTest(Path file) {
        return new TrainingData(train, dev, Optional.of(new Source.InFile(file)), holdout, format, columns);
    }

    /// Examples to evaluate on at the end, as [#ofRows].
    public <R, E extends Example> TrainingData withTestRows(Iterable<R> rows, ExampleMaker<R, E> maker) {
        return new TrainingData(train, dev, Optional.of(memory("test data", rows, maker)), holdout, format, columns);
    }

    public TrainingData withHoldout(Holdout other) {
        return new TrainingData(train, dev, test, other, format, columns);
    }

    public TrainingData withFormat(DataFormat other) {
        return new TrainingData(train, dev, test, holdout, Optional.of(other), columns);
    }

    public TrainingData withColumns(TextColumns other) {
        return new TrainingData(train, dev, test, holdout, format, other);
    }

    /// Whether there is something to evaluate on after each epoch.
    boolean hasDev() {
        return dev.isPresent() || holdout.dev().isPresent();
    }

    /// Reads the data as examples of a task, and sets aside what is wanted.
    <E extends Example> DataSplits<E> read(Task<E> task, long seed) throws IOException {
        Dataset<E> whole = read(task, train);
        Optional<Dataset<E>> devSet = readIfGiven(task, dev);
        Optional<Dataset<E>> testSet = readIfGiven(task, test);
        if (holdout.equals(Holdout.NONE)) {
            return new DataSplits<>(whole, devSet, testSet);
        }
        if (holdout.stratified() && whole.examples().stream().allMatch(example -> example.classes().isEmpty())) {
            throw new IllegalArgumentException("stratify: rows for %s have no labels".formatted(task.name()));
        }
        var parts = holdout.split(whole, Permutation.ofSplit(whole.size(), holdout.seed().orElse(seed)), groups(task));
        return new DataSplits<>(parts.train(), devSet.or(parts::dev), testSet.or(parts::test));
    }

    private Optional<Map<Long, String>> groups(Task<?> task) throws IOException {
        return train instanceof Source.InFile(Path file) && holdout.groupColumn().isPresent()
                ? Optional.of(RowGroups.read(file, task.formatOf(file, format), columns.layout(), holdout.groupColumn().get()))
                : Optional.empty();
    }

    private <E extends Example> Optional<Dataset<E>> readIfGiven(Task<E> task, Optional<Source> source) throws IOException {
        return source.isPresent() ? Optional.of(read(task, source.get())) : Optional.empty();
    }

    private <E extends Example> Dataset<E> read(Task<E> task, Source source) throws IOException {
        return switch (source) {
            case Source.InFile(Path file) -> task.read(file, format, task.columns(columns));
            case Source.InMemory(Dataset<?> examples) -> {
                Dataset<E> made = examples.of(task.exampleType());
                task.check(made);
                yield made;
            }
        };
    }
}
