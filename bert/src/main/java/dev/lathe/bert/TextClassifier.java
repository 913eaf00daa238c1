package dev.lathe.bert;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.CheckpointException;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.SoftmaxOp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;

/// A fine-tuned classifier of texts, ready for use.
///
///     try (var classifier = TextClassifier.load(Path.of("my-model"))) {
///         Prediction p = classifier.predict("The soup was cold.");
///         System.out.println(p.label() + " " + p.score());
///     }
///
/// Any number of threads may predict at once. The weights are in memory once; a prediction adds what its tokens
/// need, given back when it returns. A text's result has the same bits alone and among others, for any number
/// of threads. Closing waits for calls in flight; later ones are an `IllegalStateException`.
public final class TextClassifier implements AutoCloseable {
    private final OpenModel<BertForSequenceClassification> model;
    private final List<String> labels;
    private final TextEncoder encoder;

    private TextClassifier(OpenModel<BertForSequenceClassification> model, List<String> labels, TextEncoder encoder) {
        this.model = model;
        this.labels = labels;
        this.encoder = encoder;
    }

    /// Loads a classifier onto a CPU device of its own, which closes with it.
    ///
    /// @param directory with a model in Hugging Face's layout whose head is `BertForSequenceClassification`
    /// @throws CheckpointException if the directory does not hold such a model
    public static TextClassifier load(Path directory) throws IOException {
        return load(directory, Device::cpu, true);
    }

    /// Loads a classifier onto a device that others may share; it stays open when the classifier closes.
    ///
    /// @throws CheckpointException if the directory does not hold such a model
    public static TextClassifier load(Path directory, Device device) throws IOException {
        return load(directory, () -> device, false);
    }

    private static TextClassifier load(Path path, Supplier<Device> device, boolean ownsDevice)
            throws IOException {
        var directory = ModelDirectory.open(path);
        List<String> labels = directory.classifierLabels();
        var encoder = TextEncoder.of(directory, directory.config().bert().longestSequence());
        var model = OpenModel.load(directory, String.valueOf(path.getFileName()), device.get(), ownsDevice, scope ->
                new BertForSequenceClassification(scope, directory.config().bert(), labels.size()));
        return new TextClassifier(model, labels, encoder);
    }

    /// The labels that the model knows, in its order.
    public List<String> labels() {
        return labels;
    }

    /// Classifies one text. Texts longer than the model's positions are cut at their end.
    public Prediction predict(String text) {
        return predict(TextInput.of(text));
    }

    /// Classifies one text or a pair of texts.
    public Prediction predict(TextInput input) {
        return predictAll(List.of(input)).getFirst();
    }

    /// Classifies many texts, in batches of similar length.
    ///
    /// @return a prediction for each input, in the same order
    public List<Prediction> predictAll(List<TextInput> inputs) {
        List<TokenSequence> sequences = inputs.stream().map(encoder::encode).toList();
        var predictions = new Prediction[inputs.size()];
        for (int[] batch : PackedBatches.of(sequences)) {
            List<TokenSequence> chosen = Arrays.stream(batch).mapToObj(sequences::get).toList();
            float[] probabilities = model.use((ws, m) -> probabilities(ws, m, chosen));
            for (int i = 0; i < batch.length; i++) {
                predictions[batch[i]] = prediction(probabilities, i * labels.size());
            }
        }
        return List.of(predictions);
    }

    private static float[] probabilities(Workspace ws, BertForSequenceClassification m, List<TokenSequence> sequences) {
        Tensor logits = m.logits(ws, TokenBatch.of(ws, sequences));
        return SoftmaxOp.apply(ws, logits).toArray();
    }

    private Prediction prediction(float[] probabilities, int at) {
        var scores = new LinkedHashMap<String, Double>();
        int best = 0;
        for (int c = 0; c < labels.size(); c++) {
            scores.put(labels.get(c), (double) probabilities[at + c]);
            if (probabilities[at + c] > probabilities[at + best]) {
                best = c;
            }
        }
        return new Prediction(labels.get(best), probabilities[at + best], scores);
    }

    @Override
    public void close() {
        model.close();
    }
}
