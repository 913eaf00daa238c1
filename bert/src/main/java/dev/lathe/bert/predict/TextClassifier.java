package dev.lathe.bert.predict;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.config.ProblemType;
import dev.lathe.bert.directory.Calibration;
import dev.lathe.bert.directory.LabelThresholds;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.bert.predict.open.BatchedModel;
import dev.lathe.bert.predict.open.ModelHost;
import dev.lathe.bert.predict.open.OpenModel;
import dev.lathe.bert.predict.open.Reading;
import dev.lathe.bert.predict.open.SequenceOutputs;
import dev.lathe.bert.predict.open.SharedBase;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.ScaleOp;
import dev.lathe.tensor.op.norm.SoftmaxOp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A fine-tuned classifier of texts, ready for use: one of several labels a text, any number of them, or numbers, as
/// its `problem_type` says.
///
///     try (var classifier = TextClassifier.load(Path.of("my-model"))) {
///         Prediction p = classifier.predict("The soup was cold.");
///         System.out.println(p.label() + " " + p.score());
///     }
///
/// Any number of threads may predict at once. The weights are in memory once; a prediction adds what its tokens
/// need, given back when it returns. A text's result has the same bits alone and among others, for any number
/// of threads. Closing waits for calls in flight; later ones, and futures that have not begun, are an `IllegalStateException`.
public final class TextClassifier implements TextPredictor {
    private final BatchedModel<BertForSequenceClassification> model;
    private final ProblemType problemType;
    private final List<String> labels;
    private final TextEncoder encoder;
    private final Calibration calibration;
    private final LabelThresholds thresholds;

    private TextClassifier(
            OpenModel<BertForSequenceClassification> model, ProblemType problemType, List<String> labels,
            TextEncoder encoder, Calibration calibration, LabelThresholds thresholds) {
        this.model = BatchedModel.of(model, SequenceOutputs.perSequence((ws, m, batch) -> results(ws, m.logits(ws, batch))),
                (ws, m, hidden, sequences) -> results(ws, m.logits(ws, hidden, sequences)));
        this.problemType = problemType;
        this.labels = labels;
        this.encoder = encoder;
        this.calibration = calibration;
        this.thresholds = thresholds;
    }

    /// Loads a classifier onto a CPU device of its own, which closes with it.
    ///
    /// @param directory with a model in Hugging Face's layout whose head is `BertForSequenceClassification`, or a
    ///     relative's
    /// @throws CheckpointException if the directory does not hold such a model
    public static TextClassifier load(Path directory) throws IOException {
        return ModelHost.loading(directory, opened -> load(opened, ModelHost.ownCpu()));
    }

    /// Loads a base with an adapter for it, onto a CPU device of its own.
    ///
    /// @param base the directory of the model that the adapter was trained on
    /// @param adapter the directory of the adapter, in PEFT's layout
    /// @throws CheckpointException if there are no such models, or the adapter is for another base
    public static TextClassifier load(Path base, Path adapter) throws IOException {
        return load(ModelDirectory.open(base, adapter), ModelHost.ownCpu());
    }

    /// Loads a classifier onto a device that others may share; it stays open when the classifier closes.
    ///
    /// @throws CheckpointException if the directory does not hold such a model
    public static TextClassifier load(Path directory, Device device) throws IOException {
        return ModelHost.loading(directory, opened -> load(opened, device));
    }

    /// As above, of a directory that is open already.
    public static TextClassifier load(ModelDirectory directory, Device device) throws IOException {
        return load(directory, ModelHost.shared(device));
    }

    /// As above, onto a base that it has in common with others; it stays open when the model closes.
    ///
    /// @throws CheckpointException if the model stands on another base
    public static TextClassifier load(ModelDirectory directory, SharedBase base) throws IOException {
        return load(directory, ModelHost.on(base));
    }

    private static TextClassifier load(ModelDirectory directory, ModelHost host) throws IOException {
        TrainedHead.require(directory, TextClassifier.class, ModelHead.SEQUENCE_CLASSIFICATION);
        ProblemType problemType = directory.problemType();
        List<String> labels = directory.config().labels();
        BertConfig config = directory.config().bert();
        var encoder = TextEncoder.of(directory, config.longestSequence());
        Calibration calibration = problemType == ProblemType.SINGLE_LABEL_CLASSIFICATION
                ? Calibration.read(directory.path()) : Calibration.NONE;
        LabelThresholds thresholds = problemType == ProblemType.MULTI_LABEL_CLASSIFICATION
                ? LabelThresholds.read(directory.path(), labels) : LabelThresholds.NONE;
        var model = host.open(directory, scope -> new BertForSequenceClassification(scope, config, labels.size()));
        return new TextClassifier(model, problemType, labels, encoder, calibration, thresholds);
    }

    /// The labels that the model knows, in its order.
    @Override
    public List<String> labels() {
        return labels;
    }

    /// What the model was trained for: what its scores are.
    @Override
    public ProblemType problemType() {
        return problemType;
    }

    /// The model's name: that of its directory.
    public String name() {
        return model.model().name();
    }

    /// Classifies one text. Texts longer than the model's positions are cut at their end.
    public Prediction predict(String text) {
        return predict(TextInput.of(text));
    }

    /// Classifies one text or a pair of texts.
    public Prediction predict(TextInput input) {
        return model.all(List.of(reading(input))).getFirst();
    }

    /// Classifies many texts, in batches of similar length.
    ///
    /// @param inputs of texts alone: [TextInput#all]
    /// @return a prediction for each input, in the same order
    @Override
    public List<Prediction> predictAll(List<TextInput> inputs) {
        return model.all(Given.all("inputs", inputs).stream().map(this::reading).toList());
    }

    /// Classifies one text together with those that other callers submit meanwhile; the bits are those of [#predict].
    ///
    /// @return what comes of it; cancelling it before it has begun saves the work
    public CompletableFuture<Prediction> submit(String text) {
        return submit(TextInput.of(text));
    }

    /// As above, one text or a pair of texts.
    public CompletableFuture<Prediction> submit(TextInput input) {
        return model.submit(reading(input));
    }

    /// How many tokens the model reads of a text, special ones included.
    public int countTokens(String text) {
        return countTokens(TextInput.of(text));
    }

    /// How many tokens the model reads of one text or a pair of texts, special ones included.
    public int countTokens(TextInput input) {
        return reading(input).tokens();
    }

    private Reading<Prediction> reading(TextInput input) {
        return Reading.of(encoder.encode(Given.one("input", input)), this::prediction);
    }

    private Tensor results(Workspace ws, Tensor logits) {
        return switch (problemType) {
            case SINGLE_LABEL_CLASSIFICATION -> SoftmaxOp.apply(ws, calibrated(ws, logits));
            case MULTI_LABEL_CLASSIFICATION, REGRESSION, UNSPECIFIED -> logits;
        };
    }

    private Tensor calibrated(Workspace ws, Tensor logits) {
        return calibration.equals(Calibration.NONE) ? logits : ScaleOp.apply(ws, logits, (float) (1 / calibration.temperature()));
    }

    private double score(float result) {
        return switch (problemType) {
            case MULTI_LABEL_CLASSIFICATION -> Sigmoid.of(result);
            case SINGLE_LABEL_CLASSIFICATION, REGRESSION, UNSPECIFIED -> result;
        };
    }

    private Prediction prediction(float[] results) {
        var scores = new LinkedHashMap<String, Double>();
        int best = 0;
        for (int c = 0; c < results.length; c++) {
            scores.put(labels.get(c), score(results[c]));
            if (results[c] > results[best]) {
                best = c;
            }
        }
        return new Prediction(labels.get(best), score(results[best]), scores, thresholds.byLabel());
    }

    @Override
    public void close() {
        model.close();
    }
}
