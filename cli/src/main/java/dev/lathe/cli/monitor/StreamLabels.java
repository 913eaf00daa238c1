package dev.lathe.cli.monitor;

import dev.lathe.Device;
import dev.lathe.bert.config.ProblemType;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.bert.predict.TextInput;
import dev.lathe.cli.terminal.CommandFailure;
import java.io.IOException;
import java.util.List;

/// A classifier, asked for labels alone.
public final class StreamLabels implements AutoCloseable {
    private final TextClassifier classifier;

    private StreamLabels(TextClassifier classifier) {
        this.classifier = classifier;
    }

    /// @throws CommandFailure if the model gives numbers instead of labels
    public static StreamLabels load(ModelDirectory directory, Device device) throws IOException {
        var classifier = TextClassifier.load(directory, device);
        if (classifier.labels().size() < 2 || classifier.problemType() == ProblemType.REGRESSION) {
            classifier.close();
            throw new CommandFailure(directory.path() + ": gives a number; shares are of labels, of which it needs at least two");
        }
        return new StreamLabels(classifier);
    }

    /// All labels that there are.
    public List<String> all() {
        return classifier.labels();
    }

    /// The labels of each text: one, or any number where the model was trained so.
    public List<List<String>> of(List<String> texts) {
        boolean several = classifier.problemType() == ProblemType.MULTI_LABEL_CLASSIFICATION;
        return classifier.predictAll(TextInput.all(texts)).stream()
                .map(prediction -> several ? prediction.labels() : List.of(prediction.label())).toList();
    }

    @Override
    public void close() {
        classifier.close();
    }
}
