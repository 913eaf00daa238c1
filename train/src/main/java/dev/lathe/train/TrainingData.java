package dev.lathe.train;

import dev.lathe.train.data.DataFormat;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.TextColumns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/// The files of a fine-tuning and how to read them.
///
/// @param train the training data
/// @param dev evaluated after each epoch
/// @param devFraction share of the training data to set aside as dev, by seed, instead
/// @param test evaluated at the end
/// @param format of all files; by each file's extension if empty
/// @param columns which hold text, pair and label
public record TrainingData(
        Path train, Optional<Path> dev, OptionalDouble devFraction, Optional<Path> test,
        Optional<DataFormat> format, TextColumns columns) {

    public TrainingData {
        if (dev.isPresent() && devFraction.isPresent()) {
            throw new IllegalArgumentException("dev: a file and a fraction are given; choose one");
        }
        devFraction.ifPresent(share -> {
            if (!(share > 0 && share < 1)) {
                throw new IllegalArgumentException(
                        "devFraction %s: needs more than 0 and less than 1".formatted(share));
            }
        });
    }

    /// One training file, read by its extension, with the usual columns.
    public static TrainingData of(Path train) {
        return new TrainingData(
                train, Optional.empty(), OptionalDouble.empty(), Optional.empty(), Optional.empty(),
                TextColumns.standard());
    }

    public TrainingData withDev(Path file) {
        return new TrainingData(train, Optional.of(file), devFraction, test, format, columns);
    }

    public TrainingData withDevFraction(double share) {
        return new TrainingData(train, dev, OptionalDouble.of(share), test, format, columns);
    }

    public TrainingData withTest(Path file) {
        return new TrainingData(train, dev, devFraction, Optional.of(file), format, columns);
    }

    public TrainingData withFormat(DataFormat other) {
        return new TrainingData(train, dev, devFraction, test, Optional.of(other), columns);
    }

    public TrainingData withColumns(TextColumns other) {
        return new TrainingData(train, dev, devFraction, test, format, other);
    }

    /// Whether there is something to evaluate on after each epoch.
    boolean hasDev() {
        return dev.isPresent() || devFraction.isPresent();
    }

    /// Reads the files as examples of a task, and puts a dev set aside if that is wanted.
    <E> DataSplits<E> read(Task<E> task, long seed) throws IOException {
        Dataset<E> whole = read(task, train);
        if (devFraction.isPresent()) {
            var parts = whole.split(devFraction.getAsDouble(), Permutation.ofSplit(whole.size(), seed));
            return new DataSplits<>(parts.train(), Optional.of(parts.dev()), readIfGiven(task, test));
        }
        return new DataSplits<>(whole, readIfGiven(task, dev), readIfGiven(task, test));
    }

    private <E> Optional<Dataset<E>> readIfGiven(Task<E> task, Optional<Path> file) throws IOException {
        return file.isPresent() ? Optional.of(read(task, file.get())) : Optional.empty();
    }

    private <E> Dataset<E> read(Task<E> task, Path file) throws IOException {
        return task.read(file, format, task.columns(columns));
    }
}
