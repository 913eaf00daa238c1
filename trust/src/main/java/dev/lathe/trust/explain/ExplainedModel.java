package dev.lathe.trust.explain;

import dev.lathe.Device;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.config.ProblemType;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.Calibration;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.directory.ModelMemoryError;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.heads.BertForQuestionAnswering;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.bert.heads.BertForTokenClassification;
import dev.lathe.bert.predict.open.PackedBatches;
import dev.lathe.bert.predict.TextEncoder;
import dev.lathe.bert.predict.TextInput;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.LearnedRows;
import dev.lathe.nn.Linear;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelPlan;
import dev.lathe.nn.ModelScope;
import dev.lathe.nn.Residual;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Recorder;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.ScaleOp;
import dev.lathe.tensor.op.elementwise.SigmoidOp;
import dev.lathe.tensor.op.norm.SoftmaxOp;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A finished model that scores texts, with parameters that stay as they are, so that a gradient costs what the embeddings' does.
final class ExplainedModel implements AutoCloseable {
    /// What the head's scores are of.
    enum Kind { TEXT, TOKEN, ANSWER }

    private final Workspace parameters;
    private final Device device;
    private final boolean ownsDevice;
    private final ModelDirectory directory;
    private final Kind kind;
    private final ProblemType problemType;
    private final Calibration calibration;
    private final Logits logits;
    private final EmbeddingTables tables;

    /// A pass up to the head's scores.
    @FunctionalInterface
    private interface Logits {
        Tensor of(Workspace ws, TokenBatch batch);
    }

    private record Built(Logits logits, List<ModelParameter> parameters) {}

    private ExplainedModel(
            Workspace parameters, Device device, boolean ownsDevice, ModelDirectory directory, Kind kind, Built built)
            throws IOException {
        this.parameters = parameters;
        this.device = device;
        this.ownsDevice = ownsDevice;
        this.directory = directory;
        this.kind = kind;
        this.problemType = kind == Kind.TEXT ? directory.problemType() : ProblemType.SINGLE_LABEL_CLASSIFICATION;
        this.calibration = kind == Kind.TEXT && problemType == ProblemType.SINGLE_LABEL_CLASSIFICATION
                ? Calibration.read(directory.path()) : Calibration.NONE;
        this.logits = built.logits;
        this.tables = new EmbeddingTables(directory.config().bert(), built.parameters);
    }

    /// @throws dev.lathe.bert.checkpoint.file.CheckpointException if it is no model that labels texts, tokens or answers
    static ExplainedModel load(ModelDirectory directory, Device device, boolean ownsDevice) throws IOException {
        Workspace parameters = Workspace.model(directory.name(), device.backend());
        boolean loaded = false;
        try (var weights = directory.openWeights()) {
            Kind kind = kind(directory);
            ModelPlan plan = new Frozen(BertWeights.plan(weights));
            Built built = ModelMemoryError.reading(directory.name(), () -> BertWeights.buildTrained(parameters, weights, plan, scope -> {
                Logits made = logits(kind, scope, directory);
                BertWeights.loadTrained(weights, scope.parameters());
                return new Built(made, scope.parameters());
            }));
            var model = new ExplainedModel(parameters, device, ownsDevice, directory, kind, built);
            loaded = true;
            return model;
        } finally {
            if (!loaded) {
                parameters.close();
                if (ownsDevice) {
                    device.close();
                }
            }
        }
    }

    private static Kind kind(ModelDirectory directory) throws IOException {
        ModelHead head = directory.config().head().orElse(ModelHead.NONE);
        if (head == ModelHead.TOKEN_CLASSIFICATION) {
            return Kind.TOKEN;
        }
        if (head == ModelHead.QUESTION_ANSWERING) {
            return Kind.ANSWER;
        }
        // Says what is missing of a model that is none of the three.
        directory.problemType();
        return Kind.TEXT;
    }

    private static Logits logits(Kind kind, ModelScope scope, ModelDirectory directory) {
        BertConfig config = directory.config().bert();
        int labels = directory.config().labels().size();
        return switch (kind) {
            case TEXT -> new BertForSequenceClassification(scope, config, labels)::logits;
            case TOKEN -> new BertForTokenClassification(scope, config, labels)::logits;
            case ANSWER -> new BertForQuestionAnswering(scope, config)::logits;
        };
    }

    /// A plan whose parameters all stay as they are.
    private record Frozen(ModelPlan plan) implements ModelPlan {
        @Override
        public Linear linear(ModelScope place, int in, int out, Initializer weight) {
            return plan.linear(place, in, out, weight);
        }

        @Override
        public Residual residual(ModelScope place, int features) {
            return plan.residual(place, features);
        }

        @Override
        public Optional<LearnedRows> prompt(ModelScope encoder, int features) {
            return plan.prompt(encoder, features);
        }

        @Override
        public Optional<LearnedRows> prefix(ModelScope encoder, int layers, int features) {
            return plan.prefix(encoder, layers, features);
        }

        @Override
        public boolean isFrozen(String path) {
            return true;
        }
    }

    Kind kind() {
        return kind;
    }

    ModelDirectory directory() {
        return directory;
    }

    Device device() {
        return device;
    }

    EmbeddingTables tables() {
        return tables;
    }

    ProblemType problemType() {
        return problemType;
    }

    /// The head's scores as they are to be explained: `[sequences,labels]`, or `[tokens,labels]`.
    Tensor scores(Workspace ws, TokenBatch batch, Output output) {
        Tensor scores = logits.of(ws, batch);
        return output == Output.LOGIT || kind == Kind.ANSWER ? scores : switch (problemType) {
            case SINGLE_LABEL_CLASSIFICATION -> SoftmaxOp.apply(ws, calibration.equals(Calibration.NONE)
                    ? scores : ScaleOp.apply(ws, scores, (float) (1 / calibration.temperature())));
            case MULTI_LABEL_CLASSIFICATION -> SigmoidOp.apply(ws, scores);
            case REGRESSION, UNSPECIFIED -> scores;
        };
    }

    /// @throws IllegalArgumentException unless the model gives each text one of several labels
    List<LastLayer> lastLayers(List<TextInput> inputs) {
        boolean oneOfSeveral = switch (problemType) {
            case SINGLE_LABEL_CLASSIFICATION, UNSPECIFIED -> directory.config().labels().size() > 1;
            case MULTI_LABEL_CLASSIFICATION, REGRESSION -> false;
        };
        if (kind != Kind.TEXT || !oneOfSeveral) {
            throw new IllegalArgumentException("explain: examples are for models that give each text one of several labels");
        }
        var encoder = new TextEncoder(directory.tokenizer(), directory.config().bert().longestSequence());
        List<TokenSequence> texts = inputs.stream().map(input -> encoder.encode(input.text(), input.pair().orElse(null))).toList();
        var found = new LastLayer[texts.size()];
        for (int[] part : PackedBatches.of(texts)) {
            var recorder = Recorder.of(place -> place.endsWith(".input"));
            try (var ws = Workspace.inference("explanation", device.backend()).observedBy(recorder)) {
                float[] scores = logits.of(ws, TokenBatch.of(ws, Arrays.stream(part).mapToObj(texts::get).toList())).toArray();
                float[] read = recorder.values().values().iterator().next().values();
                for (int i = 0; i < part.length; i++) {
                    found[part[i]] = new LastLayer(row(read, i, part.length), row(scores, i, part.length));
                }
            }
        }
        return List.of(found);
    }

    private static float[] row(float[] values, int row, int rows) {
        int columns = values.length / rows;
        return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
    }

    /// Values of a parameter, from `at` on.
    static float[] read(Parameter parameter, int at, int count) {
        var values = new float[count];
        parameter.value().buffer().read(at, values, 0, count);
        return values;
    }

    @Override
    public void close() {
        parameters.close();
        if (ownsDevice) {
            device.close();
        }
    }
}
