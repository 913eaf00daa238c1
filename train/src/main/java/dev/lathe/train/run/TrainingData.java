package dev.lathe.train.run;

import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.Example;
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

/// The files of a fine-tuning and how to read them.
///
/// @param train the training data
/// @param dev evaluated after each epoch
/// @param test evaluated at the end
/// @param holdout what of the training data is set aside instead, by seed
/// @param format of all files; by each file's extension if empty
/// @param columns which hold text, pair and label
public record TrainingData(
        Path train, Optional<Path> dev, Optional<Path> test, Holdout holdout,
        Optional<DataFormat> format, TextColumns columns) {

    public TrainingData {
        if (dev.isPresent() && holdout.dev().isPresent()) {
            throw new IllegalArgumentException("dev: a file and a fraction are given; choose one");
        }
        if (test.isPresent() && holdout.test().isPresent()) {
            throw new IllegalArgumentException("test: a file and a fraction are given; choose one");
        }
    }

    /// One training file, read by its extension, with the usual columns.
    public static TrainingData of(Path train) {
        return new TrainingData(
                train, Optional.empty(), Optional.empty(), Holdout.NONE, Optional.empty(), TextColumns.standard());
    }

    public TrainingData withDev(Path file) {
        return new TrainingData(train, Optional.of(file), test, holdout, format, columns);
    }

    public TrainingData withDevFraction(double share) {
        return withHoldout(new Holdout(
                OptionalDouble.of(share), holdout.test(), holdout.stratified(), holdout.groupColumn()));
    }

    public TrainingData withTest(Path file) {
        return new TrainingData(train, dev, Optional.of(file), holdout, format, columns);
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

    /// Reads the files as examples of a task, and sets aside what is wanted.
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
        var parts = holdout.split(whole, Permutation.ofSplit(whole.size(), seed), groups(task));
        return new DataSplits<>(parts.train(), devSet.or(parts::dev), testSet.or(parts::test));
    }

    private Optional<Map<Long, String>> groups(Task<?> task) throws IOException {
        return holdout.groupColumn().isPresent()
                ? Optional.of(RowGroups.read(train, task.formatOf(train, format), columns.layout(), holdout.groupColumn().get()))
                : Optional.empty();
    }

    private <E extends Example> Optional<Dataset<E>> readIfGiven(Task<E> task, Optional<Path> file) throws IOException {
        return file.isPresent() ? Optional.of(read(task, file.get())) : Optional.empty();
    }

    private <E extends Example> Dataset<E> read(Task<E> task, Path file) throws IOException {
        return task.read(file, format, task.columns(columns));
    }
}
