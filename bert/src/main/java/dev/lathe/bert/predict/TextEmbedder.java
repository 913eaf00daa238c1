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
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.L2NormalizeOp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Turns texts into vectors whose closeness is the closeness of their meaning.
///
///     try (var embedder = TextEmbedder.load(Path.of("all-MiniLM-L6-v2"))) {
///         float[] vector = embedder.embed("The soup was cold.");
///     }
///
/// Any number of threads may embed at once. A text's vector has the same bits alone and among others, for any
/// number of threads. Closing waits for calls in flight; later ones are an `IllegalStateException`.
public final class TextEmbedder implements AutoCloseable {
    private final OpenModel<BertModel> model;
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
        this.model = model;
        this.options = options;
        this.encoder = encoder;
        this.features = features;
    }

    /// Loads a model onto a CPU device of its own, which closes with it, to be used as its directory asks.
    ///
    /// @throws CheckpointException if the directory does not hold an encoder
    public static TextEmbedder load(Path directory) throws IOException {
        var opened = ModelDirectory.open(directory);
        return load(opened, Options.of(opened), ModelHost.ownCpu());
    }

    /// Loads a model onto a device that others may share; it stays open when the embedder closes.
    ///
    /// @throws CheckpointException if the directory does not hold an encoder
    /// @throws IllegalArgumentException if the model has fewer positions than `maxLength`
    public static TextEmbedder load(Path directory, Options options, Device device) throws IOException {
        return load(ModelDirectory.open(directory), options, device);
    }

    /// As above, of a directory that is open already.
    public static TextEmbedder load(ModelDirectory directory, Options options, Device device) throws IOException {
        return load(directory, options, ModelHost.shared(device));
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
        return model.name();
    }

    /// How many tokens of a text the model reads, special ones included, after its prompt and the cut.
    public int countTokens(String text) {
        return encoder.encode(options.input().prepared(text)).size();
    }

    /// The vector of one text, [#features] long.
    public float[] embed(String text) {
        return embedAll(List.of(text)).getFirst();
    }

    /// The vectors of many texts, in the same order; computed in batches of similar length.
    public List<float[]> embedAll(List<String> texts) {
        List<TokenSequence> sequences = texts.stream()
                .map(text -> encoder.encode(options.input().prepared(text)))
                .toList();
        return SequenceOutputs.perSequence(model, sequences, this::embeddings);
    }

    private Tensor embeddings(Workspace ws, BertModel m, TokenBatch batch) {
        Tensor vectors = options.pooling().vectors(ws, m, batch);
        return options.normalize() ? L2NormalizeOp.apply(ws, vectors) : vectors;
    }

    OpenModel<BertModel> model() {
        return model;
    }

    @Override
    public void close() {
        model.close();
    }
}
