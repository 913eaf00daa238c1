package dev.lathe.bert.predict;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.heads.BertForTokenClassification;
import dev.lathe.bert.predict.open.BatchedModel;
import dev.lathe.bert.predict.open.ModelHost;
import dev.lathe.bert.predict.open.OpenModel;
import dev.lathe.bert.predict.open.Reading;
import dev.lathe.bert.predict.open.SequenceOutputs;
import dev.lathe.bert.predict.open.SharedBase;
import dev.lathe.tensor.op.norm.SoftmaxOp;
import dev.lathe.tokenizer.Encoding;
import dev.lathe.tokenizer.Tokenizer;
import dev.lathe.tokenizer.WindowedText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Finds entities in texts of any length, such as people and places, with a model that labels tokens.
///
///     try (var classifier = TokenClassifier.load(Path.of("my-model"))) {
///         for (Entity e : classifier.predict("Ada Lovelace lived in London.")) {
///             System.out.println(e.type() + " " + e.text());
///         }
///     }
///
/// A text that is longer than the model takes is read in windows that overlap; each token's label is taken from the
/// window that shows most of what is around it.
///
/// Any number of threads may predict at once. A text's entities are the same alone and among others, for any number of
/// threads. Closing waits for calls in flight; later ones, and futures that have not begun, are an `IllegalStateException`.
public final class TokenClassifier implements EntityFinder {
    private final BatchedModel<BertForTokenClassification> model;
    private final List<String> labels;
    private final Tokenizer tokenizer;
    private final Options options;

    /// How entities are found.
    ///
    /// @param aggregation how word pieces become entities
    /// @param maxLength tokens of a window, special ones included
    /// @param stride tokens that neighbouring windows share
    public record Options(Aggregation aggregation, int maxLength, int stride) {
        /// The model's whole length, a quarter of it shared, and [Aggregation#SIMPLE].
        public static Options of(Path directory) throws IOException {
            return of(ModelDirectory.open(directory));
        }

        /// As above, of a directory that is open already.
        public static Options of(ModelDirectory model) {
            int longest = model.config().bert().longestSequence();
            int shown = longest - model.tokenizer().template().specialInSingle();
            return new Options(Aggregation.SIMPLE, longest, shown / 4);
        }

        public Options withAggregation(Aggregation other) {
            return new Options(other, maxLength, stride);
        }

        public Options withMaxLength(int other) {
            return new Options(aggregation, other, stride);
        }

        public Options withStride(int other) {
            return new Options(aggregation, maxLength, other);
        }
    }

    private TokenClassifier(
            OpenModel<BertForTokenClassification> model, List<String> labels, Tokenizer tokenizer,
            Options options) {
        this.model = BatchedModel.of(
                model, SequenceOutputs.perToken((ws, m, batch) -> SoftmaxOp.apply(ws, m.logits(ws, batch))),
                (ws, m, hidden, sequences) -> SoftmaxOp.apply(ws, m.logits(ws, hidden, sequences)));
        this.labels = labels;
        this.tokenizer = tokenizer;
        this.options = options;
    }

    /// Loads a model onto a CPU device of its own, which closes with it.
    ///
    /// @param directory with a model in Hugging Face's layout whose head is `BertForTokenClassification`, or a
    ///     relative's
    /// @throws CheckpointException if the directory does not hold such a model
    public static TokenClassifier load(Path directory) throws IOException {
        return ModelHost.loading(directory, opened -> load(opened, Options.of(opened), ModelHost.ownCpu()));
    }

    /// Loads a model, with the usual options, onto a device that others may share; it stays open when the classifier closes.
    ///
    /// @throws CheckpointException if the directory does not hold such a model
    public static TokenClassifier load(Path directory, Device device) throws IOException {
        return ModelHost.loading(directory, opened -> load(opened, Options.of(opened), device));
    }

    /// Loads a model onto a device that others may share; it stays open when the classifier closes.
    ///
    /// @throws CheckpointException if the directory does not hold such a model
    /// @throws IllegalArgumentException if the model takes fewer tokens than `maxLength`, or windows would not move on
    public static TokenClassifier load(Path directory, Options options, Device device) throws IOException {
        return ModelHost.loading(directory, opened -> load(opened, options, device));
    }

    /// As above, of a directory that is open already.
    public static TokenClassifier load(ModelDirectory directory, Options options, Device device) throws IOException {
        return load(directory, options, ModelHost.shared(device));
    }

    /// As above, onto a base that it has in common with others; it stays open when the model closes.
    ///
    /// @throws CheckpointException if the model stands on another base
    public static TokenClassifier load(ModelDirectory directory, Options options, SharedBase base) throws IOException {
        return load(directory, options, ModelHost.on(base));
    }

    private static TokenClassifier load(ModelDirectory directory, Options options, ModelHost host) throws IOException {
        TrainedHead.require(directory, TokenClassifier.class, ModelHead.TOKEN_CLASSIFICATION);
        TextEncoder.of(directory, options.maxLength());
        directory.tokenizer().requireWindows(options.maxLength(), options.stride());
        List<String> labels = directory.config().labels();
        if (labels.isEmpty()) {
            throw new CheckpointException(directory.configFile(),
                    "no id2label: the model is not trained to label tokens");
        }
        BertConfig config = directory.config().bert();
        var model = host.open(directory, scope -> new BertForTokenClassification(scope, config, labels.size()));
        return new TokenClassifier(model, labels, directory.tokenizer(), options);
    }

    /// The labels that the model knows, in its order.
    @Override
    public List<String> labels() {
        return labels;
    }

    /// The model's name: that of its directory.
    public String name() {
        return model.model().name();
    }

    /// The entities of a text, from its start to its end.
    public List<Entity> predict(String text) {
        return model.all(List.of(reading(Given.one("text", text)))).getFirst();
    }

    /// The entities of many texts, in the order of the texts; computed in batches of similar length.
    @Override
    public List<List<Entity>> predictAll(List<String> texts) {
        return model.all(Given.all("texts", texts).stream().map(this::reading).toList());
    }

    /// The entities of a text that is read together with those that other callers submit meanwhile; as [#predict] gives them.
    ///
    /// @return what comes of it; cancelling it before it has begun saves the work
    public CompletableFuture<List<Entity>> submit(String text) {
        return model.submit(reading(Given.one("text", text)));
    }

    /// As [#submit(String)], with options of its own.
    ///
    /// @throws IllegalArgumentException if the model takes fewer tokens than `maxLength`, or windows would not move on
    public CompletableFuture<List<Entity>> submit(String text, Options other) {
        if (other.maxLength() > options.maxLength()) {
            throw new IllegalArgumentException("maxLength %d: the model was opened for %d".formatted(other.maxLength(), options.maxLength()));
        }
        tokenizer.requireWindows(other.maxLength(), other.stride());
        return model.submit(reading(Given.one("text", text), other));
    }

    /// What entities are found with, unless something else is asked for.
    public Options options() {
        return options;
    }

    /// How many tokens the model reads of a text: those of all its windows, special ones included.
    public int countTokens(String text) {
        return countTokens(text, options);
    }

    /// As above, with options of its own.
    public int countTokens(String text, Options other) {
        return reading(Given.one("text", text), other).tokens();
    }

    private Reading<List<Entity>> reading(String text) {
        return reading(text, options);
    }

    private Reading<List<Entity>> reading(String text, Options chosen) {
        WindowedText windowed = windowed(text, chosen);
        return new Reading<>(TokenSequence.all(windowed.sequences()), scores -> entities(text, windowed, scores, chosen));
    }

    /// A text as the model reads it.
    ///
    /// @throws IllegalArgumentException if windows would not move on
    public WindowedText windowed(String text, Options chosen) {
        return tokenizer.windowed(text, chosen.maxLength(), chosen.stride());
    }

    /// The entities of a text by given probabilities.
    ///
    /// @param windowed what [#windowed] says of it with the same options
    /// @param scores of each window, as [#probabilities] has them
    public List<Entity> entities(String text, WindowedText windowed, List<float[]> scores, Options chosen) {
        Encoding encoding = windowed.encoding();
        var decoder = new EntityDecoder(labels, chosen.aggregation());
        return decoder.decode(text, encoding, merged(windowed, encoding, scores));
    }

    @Override
    public List<float[]> probabilities(List<TokenSequence> sequences) {
        return model.all(sequences.stream().map(sequence -> Reading.of(sequence, values -> values)).toList());
    }

    /// Each token's scores from its window, at the token's place in the text's encoding.
    private float[][] merged(WindowedText text, Encoding encoding, List<float[]> windows) {
        var merged = new float[encoding.size()][];
        for (int token = 0; token < text.tokens(); token++) {
            int window = text.widest(token);
            int at = text.inSequence(window, token) * labels.size();
            merged[text.inEncoding(token)] = Arrays.copyOfRange(windows.get(window), at, at + labels.size());
        }
        return merged;
    }

    @Override
    public void close() {
        model.close();
    }
}
