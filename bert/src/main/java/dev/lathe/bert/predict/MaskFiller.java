package dev.lathe.bert.predict;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.heads.BertForMaskedLM;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.op.SoftmaxOp;
import dev.lathe.tokenizer.Encoding;
import dev.lathe.tokenizer.Tokenizer;
import dev.lathe.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Guesses the words behind the masks of a text.
///
///     try (var filler = MaskFiller.load(Path.of("bert-base-uncased"))) {
///         filler.fill("The capital of France is [MASK].", 5).getFirst().forEach(System.out::println);
///     }
///
/// Any number of threads may guess at once. Guesses are the same for any number of threads. Closing waits for calls in
/// flight; later ones are an `IllegalStateException`.
public final class MaskFiller implements AutoCloseable {
    private final OpenModel<BertForMaskedLM> model;
    private final Tokenizer tokenizer;
    private final int longest;

    /// A token that may stand where a mask is.
    ///
    /// @param token as the vocabulary spells it
    /// @param id its number there
    /// @param probability 0 to 1, among all tokens
    public record Guess(String token, int id, double probability) {}

    private MaskFiller(OpenModel<BertForMaskedLM> model, Tokenizer tokenizer, int longest) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.longest = longest;
    }

    /// Loads a model onto a CPU device of its own, which closes with it.
    ///
    /// @param directory with a model in Hugging Face's layout that has the head of `BertForMaskedLM`, or a relative's
    /// @throws CheckpointException if the directory does not hold such a model
    public static MaskFiller load(Path directory) throws IOException {
        return load(ModelDirectory.open(directory), ModelHost.ownCpu());
    }

    /// Loads a model onto a device that others may share; it stays open when the filler closes.
    ///
    /// @throws CheckpointException if the directory does not hold such a model
    public static MaskFiller load(Path directory, Device device) throws IOException {
        return load(ModelDirectory.open(directory), device);
    }

    /// As above, of a directory that is open already.
    public static MaskFiller load(ModelDirectory directory, Device device) throws IOException {
        return load(directory, ModelHost.shared(device));
    }

    private static MaskFiller load(ModelDirectory directory, ModelHost host) throws IOException {
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
        if (top < 1) {
            throw new IllegalArgumentException("fill-mask: top %d: must be at least 1".formatted(top));
        }
        Encoding encoding = tokenizer.encode(text);
        int[] masks = masks(encoding);
        if (encoding.size() > longest) {
            throw new IllegalArgumentException(
                    "fill-mask: %d tokens: the model takes %d; shorten the text".formatted(encoding.size(), longest));
        }
        float[] probabilities = model.use((ws, m) -> {
            TokenBatch batch = TokenBatch.of(ws, List.of(TokenSequence.of(encoding)));
            return SoftmaxOp.apply(ws, m.logits(ws, batch, ws.ofInts(Shape.of(masks.length), masks))).toArray();
        });
        int words = probabilities.length / masks.length;
        var guesses = new ArrayList<List<Guess>>();
        for (int i = 0; i < masks.length; i++) {
            guesses.add(best(probabilities, i * words, top));
        }
        return guesses;
    }

    private int[] masks(Encoding encoding) {
        int mask = tokenizer.maskId();
        int[] masks = IntStream.range(0, encoding.size()).filter(i -> encoding.id(i) == mask).toArray();
        if (masks.length == 0) {
            throw new IllegalArgumentException("fill-mask: no '%s' in the text".formatted(
                    tokenizer.specialTokens().mask()));
        }
        return masks;
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
