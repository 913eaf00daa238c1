package dev.lathe.bert.predict;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.directory.Pooling;
import dev.lathe.bert.directory.SentenceInput;
import dev.lathe.bert.directory.SentenceModules;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.hub.KnownModel;
import dev.lathe.bert.hub.KnownModels;
import dev.lathe.bert.hub.TemporaryModel;
import dev.lathe.bert.predict.open.BatchedModel;
import dev.lathe.bert.predict.open.ModelHost;
import dev.lathe.bert.predict.open.OpenModel;
import dev.lathe.bert.predict.open.Reading;
import dev.lathe.bert.predict.open.SequenceOutputs;
import dev.lathe.bert.predict.open.SharedBase;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.norm.L2NormalizeOp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/// Turns texts into vectors whose closeness is the closeness of their meaning.
///
///     try (var embedder = TextEmbedder.load(Path.of("all-MiniLM-L6-v2"))) {
///         float[] vector = embedder.embed("The soup was cold.");
///     }
///
/// Any number of threads may embed at once. A text's vector has the same bits alone and among others, for any
/// number of threads. Closing waits for calls in flight; later ones, and futures that have not begun, are an `IllegalStateException`.
public final class TextEmbedder implements AutoCloseable {
    private final BatchedModel<BertModel> model;
    private final BatchedModel<BertModel> tokenModel;
    private final Options options;
    private final TextEncoder encoder;
    private final int features;

    /// How token vectors become a text's vector.
    ///
    /// @param pooling what is taken of the tokens
    /// @param normalize whether the vector is scaled to length 1, so that dot products are cosines
    /// @param maxLength tokens at most, special ones included; longer texts are cut at their end
    /// @param input what else is done with a text before; its length does not count here
    public record Options(Pooling pooling, boolean normalize, int maxLength, SentenceInput input) {
        /// For texts as they are.
        public Options(Pooling pooling, boolean normalize, int maxLength) {
            this(pooling, normalize, maxLength, SentenceInput.PLAIN);
        }

        /// What a model directory asks for; mean pooling, not normalised, as many tokens as it has positions, if it says
        /// nothing.
        public static Options of(Path directory) throws IOException {
            return of(ModelDirectory.open(directory));
        }

        /// As above, of a directory that is open already.
        public static Options of(ModelDirectory directory) throws IOException {
            BertConfig config = directory.config().bert();
            SentenceModules modules = directory.sentenceModules();
            return new Options(
                    modules.pooling(), modules.normalize(), modules.maxLength(config), modules.input());
        }

        public Options withPooling(Pooling other) {
            return new Options(other, normalize, maxLength, input);
        }

        public Options withNormalize(boolean other) {
            return new Options(pooling, other, maxLength, input);
        }

        public Options withMaxLength(int other) {
            return new Options(pooling, normalize, other, input);
        }
    }

    private TextEmbedder(OpenModel<BertModel> model, Options options, TextEncoder encoder, int features) {
        this.model = BatchedModel.of(model, SequenceOutputs.perSequence(this::embeddings),
                (ws, _, hidden, sequences) -> normalized(ws, options.pooling().vectors(ws, hidden, sequences)));
        this.tokenModel = BatchedModel.of(model, SequenceOutputs.perToken((ws, m, batch) -> m.lastHiddenState(ws, batch)),
                (_, _, hidden, _) -> hidden);
        this.options = options;
        this.encoder = encoder;
        this.features = features;
    }

    /// Loads a known model, whose Maven artifact is among the application's dependencies, onto a CPU device of its own, which
    /// closes with it.
    ///
    /// It is unpacked into a temporary directory of its own, which is gone when this returns.
    ///
    /// @param model such as [KnownModels#ALL_MINILM_L6_V2]
    /// @throws CheckpointException if the artifact is not on the class path, or twice, or is not the known one
    public static TextEmbedder load(KnownModel model) throws IOException {
        return TemporaryModel.use(model, TextEmbedder::load);
    }

    /// As above, onto a device that others may share; it stays open when the embedder closes.
    public static TextEmbedder load(KnownModel model, Device device) throws IOException {
        return TemporaryModel.use(model, directory -> load(directory, device));
    }

    /// Loads a model onto a CPU device of its own, which closes with it, to be used as its directory asks.
    ///
    /// @throws CheckpointException if the directory does not hold an encoder
    public static TextEmbedder load(Path directory) throws IOException {
        return ModelHost.loading(directory, opened -> load(opened, Options.of(opened), ModelHost.ownCpu()));
    }

    /// Loads a model, to be used as its directory asks, onto a device that others may share; it stays open when the embedder
    /// closes.
    ///
    /// @throws CheckpointException if the directory does not hold an encoder
    public static TextEmbedder load(Path directory, Device device) throws IOException {
        return ModelHost.loading(directory, opened -> load(opened, Options.of(opened), device));
    }

    /// Loads a model onto a device that others may share; it stays open when the embedder closes.
    ///
    /// @throws CheckpointException if the directory does not hold an encoder
    /// @throws IllegalArgumentException if the model has fewer positions than `maxLength`
    public static TextEmbedder load(Path directory, Options options, Device device) throws IOException {
        return ModelHost.loading(directory, opened -> load(opened, options, device));
    }

    /// As above, of a directory that is open already.
    public static TextEmbedder load(ModelDirectory directory, Options options, Device device) throws IOException {
        return load(directory, options, ModelHost.shared(device));
    }

    /// As above, onto a base that it has in common with others; it stays open when the model closes.
    ///
    /// @throws CheckpointException if the model stands on another base
    public static TextEmbedder load(ModelDirectory directory, Options options, SharedBase base) throws IOException {
        return load(directory, options, ModelHost.on(base));
    }

    private static TextEmbedder load(ModelDirectory directory, Options options, ModelHost host) throws IOException {
        var stored = TextEncoder.of(directory, options.maxLength());
        var encoder = new TextEncoder(options.input().tokenizer(stored.tokenizer()), options.maxLength());
        BertConfig config = directory.config().bert();
        var model = host.open(directory, scope -> new BertModel(scope, config));
        return new TextEmbedder(model, options, encoder, config.hiddenSize());
    }

    /// Length of a vector: the model's hidden size.
    public int features() {
        return features;
    }

    /// The model's name: that of its directory.
    public String name() {
        return model.model().name();
    }

    /// The vector of one text, [#features] long.
    public float[] embed(String text) {
        return model.all(List.of(reading(Given.one("text", text)))).getFirst();
    }

    /// The vectors of many texts, in the same order; computed in batches of similar length.
    public List<float[]> embedAll(List<String> texts) {
        return model.all(Given.all("texts", texts).stream().map(this::reading).toList());
    }

    /// The vectors of many texts, as [#embedAll] gives them, and how many tokens of each were read: what is paid for.
    public List<Embedded> embedCounted(List<String> texts) {
        return model.all(Given.all("texts", texts).stream().map(this::tokens)
                .map(tokens -> Reading.of(tokens, vector -> new Embedded(vector, tokens.size())))
                .toList());
    }

    /// The vector of one text, computed together with those that other callers submit meanwhile; its bits are those of [#embed].
    ///
    /// @return what comes of it; cancelling it before it has begun saves the work
    public CompletableFuture<float[]> submit(String text) {
        return model.submit(reading(Given.one("text", text)));
    }

    /// The last hidden state of each token of a text, special ones included, neither pooled nor normalised: `[tokens]` vectors of
    /// [#features]; computed together with what other callers submit meanwhile.
    ///
    /// @return what comes of it; cancelling it before it has begun saves the work
    public CompletableFuture<List<float[]>> submitTokens(String text) {
        return tokenModel.submit(Reading.of(tokens(Given.one("text", text)), this::rows));
    }

    private List<float[]> rows(float[] values) {
        return IntStream.range(0, values.length / features)
                .mapToObj(row -> Arrays.copyOfRange(values, row * features, (row + 1) * features))
                .toList();
    }

    /// How many tokens the model reads of a text, special ones included.
    public int countTokens(String text) {
        return tokens(Given.one("text", text)).size();
    }

    private Reading<float[]> reading(String text) {
        return Reading.of(tokens(text), vector -> vector);
    }

    private TokenSequence tokens(String text) {
        return encoder.encode(options.input().prepared(text));
    }

    private Tensor embeddings(Workspace ws, BertModel m, TokenBatch batch) {
        return normalized(ws, options.pooling().vectors(ws, m, batch));
    }

    private Tensor normalized(Workspace ws, Tensor vectors) {
        return options.normalize() ? L2NormalizeOp.apply(ws, vectors) : vectors;
    }

    OpenModel<BertModel> model() {
        return model.model();
    }

    @Override
    public void close() {
        tokenModel.failWaiting();
        model.close();
    }
}
