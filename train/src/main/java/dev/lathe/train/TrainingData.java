package dev.lathe.train;

import dev.lathe.train.data.DataFormat;
import dev.lathe.train.data.LabelSet;
import dev.lathe.train.data.TextColumns;
import dev.lathe.train.data.TextDataset;
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

    /// The files, read, with every label checked.
    ///
    /// @param labels those of the training data
    record Read(TextDataset train, Optional<TextDataset> dev, Optional<TextDataset> test, LabelSet labels) {}

    Read read(long seed) throws IOException {
        TextDataset whole = read(train);
        TextDataset forTraining = whole;
        Optional<TextDataset> forDev = Optional.empty();
        if (devFraction.isPresent()) {
            var split = whole.split(devFraction.getAsDouble(), Permutation.ofSplit(whole.size(), seed));
            forTraining = split.train();
            forDev = Optional.of(split.dev());
        } else if (dev.isPresent()) {
            forDev = Optional.of(read(dev.get()));
        }
        Optional<TextDataset> forTest = test.isPresent() ? Optional.of(read(test.get())) : Optional.empty();
        LabelSet labels = LabelSet.ofTrainingData(forTraining);
        forDev.ifPresent(labels::idsOf);
        forTest.ifPresent(labels::idsOf);
        return new Read(forTraining, forDev, forTest, labels);
    }

    private TextDataset read(Path file) throws IOException {
        return TextDataset.read(file, format.orElseGet(() -> DataFormat.ofExtension(file)), columns);
    }
}
