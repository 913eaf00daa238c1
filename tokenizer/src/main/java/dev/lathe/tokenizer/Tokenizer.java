package dev.lathe.tokenizer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// Text in, token ids out, and back.
///
/// A kind of tokenizer reads pieces its own way and says so with [#encoder]; cutting texts to a length, windows,
/// special tokens around them and work in threads are the same for all. Immutable and safe for use by several threads.
public interface Tokenizer {
    /// Tokens that most models read.
    int USUAL_LENGTH = 512;

    /// How inputs become encodings: always the same one.
    InputEncoder encoder();

    /// What the kind is called, such as `WordPiece`.
    String kind();

    /// The names of the tokens with a role.
    SpecialTokens specialTokens();

    /// Whether text is lower-cased before it is looked up.
    boolean lowercases();

    /// The same tokenizer, which lower-cases what it is given and does with accents what it did; special tokens in a
    /// text stay what they are.
    Tokenizer lowercasing();

    /// The truncation that the tokenizer's file asks for. Nothing follows it unasked.
    Optional<Truncation> truncation();

    /// The text of tokens.
    ///
    /// @param skipSpecialTokens whether special tokens are left out
    /// @throws IndexOutOfBoundsException if there is no such id
    String decode(int[] ids, boolean skipSpecialTokens);

    /// Writes the files from which a tokenizer can be loaded that behaves as this one. A truncation is not written:
    /// lengths are the reader's.
    ///
    /// @param directory made if it is not there; files of the same names are replaced
    /// @param maxLength how many tokens the model reads
    /// @throws IOException if a file cannot be written
    void save(Path directory, int maxLength) throws IOException;

    /// As above, for a model that reads [#USUAL_LENGTH] tokens.
    default void save(Path directory) throws IOException {
        save(directory, USUAL_LENGTH);
    }

    /// The tokens and their ids.
    default Vocabulary vocabulary() {
        return encoder().vocabulary();
    }

    /// Which special tokens go around texts.
    default SpecialTokenTemplate template() {
        return encoder().template();
    }

    /// The id of the padding token.
    ///
    /// @throws IllegalStateException if the vocabulary has no such token
    default int padId() {
        return requiredId("pad", specialTokens().pad());
    }

    /// The id of the mask.
    ///
    /// @throws IllegalStateException if the vocabulary has no such token
    default int maskId() {
        return requiredId("mask", specialTokens().mask());
    }

    private int requiredId(String role, String token) {
        OptionalInt id = vocabulary().id(token);
        return id.orElseThrow(() -> new IllegalStateException(
                "tokenizer: no %s token: the vocabulary lacks '%s'".formatted(role, Excerpt.of(token))));
    }

    /// The tokens of a text, however many.
    default Encoding encode(String text) {
        return encoder().encode(encoder().reader(), text, Truncation.NONE);
    }

    /// The tokens of a text, the last ones left out beyond `maxLength`.
    ///
    /// @param maxLength how many tokens there may be, with the special ones
    /// @throws IllegalArgumentException if the special ones alone are more
    default Encoding encode(String text, int maxLength) {
        return encoder().encode(encoder().reader(), text, Truncation.to(maxLength));
    }

    /// The tokens of a pair of texts, however many.
    default Encoding encode(String text, String pair) {
        return encode(new TokenizerInput.TextPair(text, pair), Truncation.NONE);
    }

    /// The tokens of a pair of texts; beyond `maxLength` the longer one loses its last tokens until both
    /// are equally long, then both do.
    ///
    /// @param maxLength how many tokens there may be, with the special ones
    /// @throws IllegalArgumentException if the special ones alone are more
    default Encoding encode(String text, String pair, int maxLength) {
        return encode(new TokenizerInput.TextPair(text, pair), Truncation.to(maxLength));
    }

    /// The tokens of a text that is cut into words already, however many.
    default Encoding encodeWords(List<String> words) {
        return encode(new TokenizerInput.Words(words), Truncation.NONE);
    }

    /// The tokens of a pair of texts that are cut into words already, however many.
    default Encoding encodeWords(List<String> words, List<String> pair) {
        return encode(new TokenizerInput.WordsPair(words, pair), Truncation.NONE);
    }

    /// The tokens of an input, or what its first window shows of them.
    ///
    /// @throws IllegalArgumentException if the input cannot be made to fit
    default Encoding encode(TokenizerInput input, Truncation truncation) {
        return encoder().windows(input, truncation, 1).getFirst();
    }

    /// All windows of an input; only one where it is short enough. Of a pair of which both texts are cut,
    /// each window of the one comes with each of the other.
    ///
    /// @throws IllegalArgumentException if the input cannot be made to fit
    default List<Encoding> windows(TokenizerInput input, Truncation truncation) {
        return encoder().windows(input, truncation, Integer.MAX_VALUE);
    }

    /// All windows of several inputs, with the input that each shows.
    ///
    /// @throws IllegalArgumentException if an input cannot be made to fit
    default EncodedWindows windows(List<? extends TokenizerInput> inputs, Truncation truncation) {
        var encodings = new ArrayList<Encoding>();
        var samples = IntStream.builder();
        for (int sample = 0; sample < inputs.size(); sample++) {
            for (Encoding window : windows(inputs.get(sample), truncation)) {
                encodings.add(window);
                samples.add(sample);
            }
        }
        return new EncodedWindows(encodings, samples.build().toArray());
    }

    /// A text of any length as windows that overlap.
    ///
    /// @param maxLength tokens of a sequence, special ones included
    /// @param stride    tokens of the text that neighbouring windows share
    /// @throws IllegalArgumentException if windows would not move on
    default WindowedText windowed(String text, int maxLength, int stride) {
        return encoder().windowed(encoder().reader().read(text, Integer.MAX_VALUE), maxLength, stride);
    }

    /// As above, of a text that is cut into words already.
    default WindowedText windowedWords(List<String> words, int maxLength, int stride) {
        return encoder().windowed(encoder().reader().readWords(words), maxLength, stride);
    }

    /// The second text of a pair as windows that overlap, each behind the first text.
    ///
    /// @param firstLength tokens that the first text may have alone, special ones included; its last ones are left out
    /// @param maxLength   tokens of a sequence, special ones included
    /// @param stride      tokens of the second text that neighbouring windows share; at most half of what a window
    ///                    shows of it
    /// @throws IllegalArgumentException if windows would not move on
    default WindowedText windowed(String first, int firstLength, String second, int maxLength, int stride) {
        return encoder().windowed(first, firstLength, second, maxLength, stride);
    }

    /// Checks that [#windowed] can be asked for this length and stride.
    ///
    /// @throws IllegalArgumentException if windows would not move on
    default void requireWindows(int maxLength, int stride) {
        encoder().movingWindows(maxLength, stride);
    }

    /// The first windows of many texts, in their order.
    ///
    /// @param threads how many work at it, the caller's among them; they change nothing but the time
    /// @throws IllegalArgumentException if a text cannot be made to fit, or `threads` is less than 1
    default List<Encoding> encodeAll(List<String> texts, Truncation truncation, int threads) {
        if (threads == 1) {
            return encodeAll(texts, truncation, 1, Runnable::run);
        }
        try (var executor = Executors.newFixedThreadPool(Math.max(1, threads - 1))) {
            return encodeAll(texts, truncation, threads, executor);
        }
    }

    /// The first windows of many texts, in their order.
    ///
    /// @param tasks    into how many the work may be cut; one runs in the caller's thread
    /// @param executor who runs the others; it is no matter if it never comes to it
    /// @throws IllegalArgumentException if a text cannot be made to fit, or `tasks` is less than 1
    default List<Encoding> encodeAll(List<String> texts, Truncation truncation, int tasks, Executor executor) {
        if (tasks < 1) {
            throw new IllegalArgumentException("encodeAll: %d tasks: at least one is needed".formatted(tasks));
        }
        return new SharedWork(encoder(), texts, truncation).run(tasks, executor);
    }

    /// An encoder that fills the same arrays with batch after batch, for one thread.
    default BatchEncoder batchEncoder() {
        return encoder().batchEncoder();
    }
}
