package dev.lathe.bert.predict;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.heads.BertForMaskedLM;
import dev.lathe.bert.hub.KnownModel;
import dev.lathe.bert.hub.KnownModels;
import dev.lathe.bert.hub.TemporaryModel;
import dev.lathe.bert.predict.open.BatchedModel;
import dev.lathe.bert.predict.open.ModelHost;
import dev.lathe.bert.predict.open.OpenModel;
import dev.lathe.bert.predict.open.Reading;
import dev.lathe.bert.predict.open.SequenceOutputs;
import dev.lathe.bert.predict.open.SharedBase;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.norm.SoftmaxOp;
import dev.lathe.tokenizer.Tokenizer;
import dev.lathe.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/// Guesses the words behind the masks of a text.
///
///     try (var filler = MaskFiller.load(Path.of("bert-base-uncased"))) {
///         filler.fill("The capital of France is [MASK].", 5).getFirst().forEach(System.out::println);
///     }
///
/// Any number of threads may guess at once. Guesses are the same alone and among others, for any number of threads. Closing waits
/// for calls in flight; later ones, and futures that have not begun, are an `IllegalStateException`.
public final class MaskFiller implements AutoCloseable {
    private final BatchedModel<BertForMaskedLM> model;
    private final Tokenizer tokenizer;
    private final int longest;

    /// A token that may stand where a mask is.
    ///
    /// @param token as the vocabulary spells it
    /// @param id its number there
    /// @param probability 0 to 1, among all tokens
    public record Guess(String token, int id, double probability) {}

    private MaskFiller(OpenModel<BertForMaskedLM> model, Tokenizer tokenizer, int longest) {
        int mask = tokenizer.maskId();
        this.model = BatchedModel.of(model, new SequenceOutputs<>(
                (ws, m, batch, sequences) -> probabilities(ws, m, batch, sequences, mask), sequence -> sequence.positionsOf(mask).length));
        this.tokenizer = tokenizer;
        this.longest = longest;
    }

    /// Loads a known model, whose Maven artifact is among the application's dependencies, onto a CPU device of its own, which
    /// closes with it.
    ///
    /// It is unpacked into a temporary directory of its own, which is gone when this returns.
    ///
    /// @param model such as [KnownModels#BERT_BASE_UNCASED]
    /// @throws CheckpointException if the artifact is not on the class path, or twice, or is not the known one, or has no
    ///     head for words
    public static MaskFiller load(KnownModel model) throws IOException {
        return TemporaryModel.use(model, MaskFiller::load);
    }

    /// As above, onto a device that others may share; it stays open when the filler closes.
    public static MaskFiller load(KnownModel model, Device device) throws IOException {
        return TemporaryModel.use(model, directory -> load(directory, device));
    }

    /// Loads a model onto a CPU device of its own, which closes with it.
    ///
    /// @param directory with a model in Hugging Face's layout that has the head of `BertForMaskedLM`, or a relative's
    /// @throws CheckpointException if the directory does not hold such a model
    public static MaskFiller load(Path directory) throws IOException {
        return ModelHost.loading(directory, opened -> load(opened, ModelHost.ownCpu()));
    }

    /// Loads a model onto a device that others may share; it stays open when the filler closes.
    ///
    /// @throws CheckpointException if the directory does not hold such a model
    public static MaskFiller load(Path directory, Device device) throws IOException {
        return ModelHost.loading(directory, opened -> load(opened, device));
    }

    /// As above, of a directory that is open already.
    public static MaskFiller load(ModelDirectory directory, Device device) throws IOException {
        return load(directory, ModelHost.shared(device));
    }

    /// As above, onto a base that it has in common with others; it stays open when the model closes.
    ///
    /// @throws CheckpointException if the model stands on another base
    public static MaskFiller load(ModelDirectory directory, SharedBase base) throws IOException {
        return load(directory, ModelHost.on(base));
    }

    private static MaskFiller load(ModelDirectory directory, ModelHost host) throws IOException {
        TrainedHead.require(directory, MaskFiller.class, ModelHead.MASKED_LM);
        String mask = directory.tokenizer().specialTokens().mask();
        if (directory.tokenizer().vocabulary().id(mask).isEmpty()) {
            throw new CheckpointException(directory.path().toString(), "the vocabulary has no '%s'".formatted(mask));
        }
        BertConfig config = directory.config().bert();
        var model = host.open(directory, scope -> new BertForMaskedLM(scope, config));
        return new MaskFiller(model, directory.tokenizer(), config.longestSequence());
    }

    /// The most probable tokens for each mask, in the order of the masks; the most probable first.
    ///
    /// @param text with at least one mask, which BERT's vocabulary spells `[MASK]`
    /// @param top how many tokens for each, at least 1
    /// @throws IllegalArgumentException if there is no mask, or the text is longer than the model takes
    public List<List<Guess>> fill(String text, int top) {
        return model.all(List.of(reading(Given.one("text", text), top))).getFirst();
    }

    /// As [#fill] for each of many texts, in their order; computed in batches of similar length.
    ///
    /// @throws IllegalArgumentException as [#fill] for any of them
    public List<List<List<Guess>>> fillAll(List<String> texts, int top) {
        return model.all(Given.all("texts", texts).stream().map(text -> reading(text, top)).toList());
    }

    /// As [#fill], for a text that is read together with those that other callers submit meanwhile.
    ///
    /// @return what comes of it; cancelling it before it has begun saves the work
    /// @throws IllegalArgumentException as [#fill]
    public CompletableFuture<List<List<Guess>>> submit(String text, int top) {
        return model.submit(reading(Given.one("text", text), top));
    }

    /// How many tokens the model reads of a text, special ones included.
    public int countTokens(String text) {
        return tokenizer.encode(Given.one("text", text)).size();
    }

    private Reading<List<List<Guess>>> reading(String text, int top) {
        if (top < 1) {
            throw new IllegalArgumentException("fill-mask: top %d: must be at least 1".formatted(top));
        }
        TokenSequence sequence = TokenSequence.of(tokenizer.encode(text));
        int masks = sequence.positionsOf(tokenizer.maskId()).length;
        if (masks == 0) {
            throw new IllegalArgumentException("fill-mask: no '%s' in the text".formatted(
                    tokenizer.specialTokens().mask()));
        }
        if (sequence.size() > longest) {
            throw new IllegalArgumentException(
                    "fill-mask: %d tokens: the model takes %d; shorten the text".formatted(sequence.size(), longest));
        }
        return Reading.of(sequence, probabilities -> {
            int words = probabilities.length / masks;
            return IntStream.range(0, masks).mapToObj(i -> best(probabilities, i * words, top)).toList();
        });
    }

    /// A row for each mask of the batch.
    private static Tensor probabilities(
            Workspace ws, BertForMaskedLM model, TokenBatch batch, List<TokenSequence> sequences, int mask) {
        int[] masks = IntStream.range(0, sequences.size())
                .flatMap(i -> Arrays.stream(sequences.get(i).positionsOf(mask)).map(at -> batch.sequences().start(i) + at))
                .toArray();
        return SoftmaxOp.apply(ws, model.logits(ws, batch, ws.ofInts(Shape.of(masks.length), masks)));
    }

    /// Of equal probabilities the smaller id is first. Rows of the embeddings beyond the vocabulary are no tokens.
    private List<Guess> best(float[] probabilities, int at, int top) {
        Vocabulary vocabulary = tokenizer.vocabulary();
        return IntStream.range(0, vocabulary.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer id) -> -probabilities[at + id]))
                .limit(top)
                .map(id -> new Guess(vocabulary.token(id), id, probabilities[at + id]))
                .toList();
    }

    @Override
    public void close() {
        model.close();
    }
}
