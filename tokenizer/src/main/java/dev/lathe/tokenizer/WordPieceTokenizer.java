package dev.lathe.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// BERT's tokenizer: text in, token ids out, exactly as Hugging Face's fast `BertTokenizer`.
///
/// Text is cleaned, lower-cased and stripped of accents as the [TokenizerOptions] say, cut at spaces and
/// punctuation, and each word is spelt with the longest pieces of the [Vocabulary]. `[CLS]` goes before
/// the first text, `[SEP]` behind each. Special tokens that stand in the text are recognised.
///
/// Immutable and safe for use by several threads. Any `String` is accepted; an unpaired surrogate
/// counts as U+FFFD, which cleaning removes.
public final class WordPieceTokenizer {
    private final Vocabulary vocabulary;
    private final TokenizerOptions options;
    private final AddedTokens addedTokens;
    private final Optional<Truncation> truncation;
    private final DecodingForm decoding;
    private final InputEncoder encoder;
    private final PieceDecoder decoder;
    private final int clsId;
    private final int sepId;
    private final int unkId;

    private WordPieceTokenizer(TokenizerParts parts) {
        vocabulary = parts.vocabulary();
        options = parts.options();
        truncation = parts.truncation();
        decoding = parts.decoding();
        SpecialTokens special = options.specialTokens();
        unkId = requiredId(parts.source(), vocabulary, special.unk());
        clsId = requiredId(parts.source(), vocabulary, special.cls());
        sepId = requiredId(parts.source(), vocabulary, special.sep());
        var rules = new CharacterRules(options);
        try {
            addedTokens = new AddedTokens(parts.addedTokens(), rules);
        } catch (IllegalArgumentException e) {
            throw new TokenizerException(parts.source() + ": " + e.getMessage(), e);
        }
        encoder = new InputEncoder(vocabulary, options, rules, addedTokens, clsId, sepId, unkId);
        decoder = new PieceDecoder(vocabulary, addedTokens);
    }

    /// Loads the tokenizer of a model: from `tokenizer.json` if the directory has one, else from `vocab.txt`, with
    /// `tokenizer_config.json`, `special_tokens_map.json` and `added_tokens.json`; without those, as
    /// [TokenizerOptions#uncased]. Where two files disagree, the one counts that counts for Hugging Face's library.
    ///
    /// @throws IOException        if a file cannot be read, or neither is there
    /// @throws TokenizerException if a file is broken or asks for what is not supported
    public static WordPieceTokenizer load(Path modelDirectory) throws IOException {
        return of(TokenizerDirectory.read(modelDirectory));
    }

    /// Loads a `tokenizer.json` as it is, whatever lies beside it. Lengths are the caller's: its truncation is
    /// followed where [#truncation] is passed on, and nothing is ever padded.
    ///
    /// @throws IOException        if the file cannot be read
    /// @throws TokenizerException if it is broken or asks for what is not supported
    public static WordPieceTokenizer fromTokenizerJson(Path file) throws IOException {
        return of(TokenizerJson.read(file).alone());
    }

    /// Loads a `vocab.txt`, a token a line.
    ///
    /// @throws IOException        if the file cannot be read
    /// @throws TokenizerException if it is broken, or lacks the unknown, start or end token
    public static WordPieceTokenizer fromVocab(Path vocabTxt, TokenizerOptions options) throws IOException {
        return withSpecial(VocabularyFile.parts(vocabTxt, options));
    }

    /// A tokenizer for a vocabulary that is at hand.
    ///
    /// @throws TokenizerException if the vocabulary lacks the unknown, start or end token
    public static WordPieceTokenizer of(Vocabulary vocabulary, TokenizerOptions options) {
        return withSpecial(new TokenizerParts("vocabulary", vocabulary, options, List.of(), Optional.empty(),
                DecodingForm.CLEANED_UP));
    }

    /// A tokenizer of parts that fit each other.
    static WordPieceTokenizer of(TokenizerParts parts) {
        return new WordPieceTokenizer(parts);
    }

    /// With those of the five special tokens that the vocabulary has.
    private static WordPieceTokenizer withSpecial(TokenizerParts parts) {
        var extension = new VocabularyExtension(parts.source(), parts.vocabulary());
        for (String content : parts.options().specialTokens().all()) {
            if (extension.knows(content)) {
                extension.add(AddedToken.special(AddedToken.NO_ID, content));
            }
        }
        return of(parts.with(extension));
    }

    private static int requiredId(String source, Vocabulary vocabulary, String token) {
        return vocabulary.id(token).orElseThrow(
                () -> new TokenizerException("%s: no token '%s'".formatted(source, Excerpt.of(token))));
    }

    /// The tokens of a text, however many.
    public Encoding encode(String text) {
        return encoder.encode(encoder.reader(), text, Truncation.NONE);
    }

    /// The tokens of a text, the last ones left out beyond `maxLength`.
    ///
    /// @param maxLength how many tokens there may be, with `[CLS]` and `[SEP]`; at least 2
    /// @throws IllegalArgumentException if `maxLength` is less
    public Encoding encode(String text, int maxLength) {
        return encoder.encode(encoder.reader(), text, Truncation.to(maxLength));
    }

    /// The tokens of a pair of texts, however many.
    public Encoding encode(String text, String pair) {
        return encode(new TokenizerInput.TextPair(text, pair), Truncation.NONE);
    }

    /// The tokens of a pair of texts; beyond `maxLength` the longer one loses its last tokens until both
    /// are equally long, then both do.
    ///
    /// @param maxLength how many tokens there may be, with `[CLS]` and two `[SEP]`; at least 3
    /// @throws IllegalArgumentException if `maxLength` is less
    public Encoding encode(String text, String pair, int maxLength) {
        return encode(new TokenizerInput.TextPair(text, pair), Truncation.to(maxLength));
    }

    /// The tokens of a text that is cut into words already, however many.
    public Encoding encodeWords(List<String> words) {
        return encode(new TokenizerInput.Words(words), Truncation.NONE);
    }

    /// The tokens of a pair of texts that are cut into words already, however many.
    public Encoding encodeWords(List<String> words, List<String> pair) {
        return encode(new TokenizerInput.WordsPair(words, pair), Truncation.NONE);
    }

    /// The tokens of an input, or what its first window shows of them.
    ///
    /// @throws IllegalArgumentException if the input cannot be made to fit
    public Encoding encode(TokenizerInput input, Truncation truncation) {
        return encoder.windows(input, truncation, 1).getFirst();
    }

    /// All windows of an input; only one where it is short enough. Of a pair of which both texts are cut,
    /// each window of the one comes with each of the other.
    ///
    /// @throws IllegalArgumentException if the input cannot be made to fit
    public List<Encoding> windows(TokenizerInput input, Truncation truncation) {
        return encoder.windows(input, truncation, Integer.MAX_VALUE);
    }

    /// All windows of several inputs, with the input that each shows.
    ///
    /// @throws IllegalArgumentException if an input cannot be made to fit
    public EncodedWindows windows(List<? extends TokenizerInput> inputs, Truncation truncation) {
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

    /// The first windows of many texts, in their order.
    ///
    /// @param threads how many work at it, the caller's among them; they change nothing but the time
    /// @throws IllegalArgumentException if a text cannot be made to fit, or `threads` is less than 1
    public List<Encoding> encodeAll(List<String> texts, Truncation truncation, int threads) {
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
    public List<Encoding> encodeAll(List<String> texts, Truncation truncation, int tasks, Executor executor) {
        if (tasks < 1) {
            throw new IllegalArgumentException("encodeAll: %d tasks: at least one is needed".formatted(tasks));
        }
        return new SharedWork(encoder, texts, truncation).run(tasks, executor);
    }

    /// An encoder that fills the same arrays with batch after batch, for one thread.
    public BatchEncoder batchEncoder() {
        return encoder.batchEncoder();
    }

    /// The text of tokens as the decoder of `tokenizer.json` makes it; without that file, cleaned up.
    ///
    /// @param skipSpecialTokens whether `[CLS]` and its like are left out
    /// @throws IndexOutOfBoundsException if there is no such id
    public String decode(int[] ids, boolean skipSpecialTokens) {
        return decoder.decode(ids, skipSpecialTokens, decoding);
    }

    /// The text of tokens, joined to words.
    ///
    /// @param skipSpecialTokens whether `[CLS]` and its like are left out
    /// @param cleanUp           whether the gaps before punctuation are closed
    /// @throws IndexOutOfBoundsException if there is no such id
    public String decode(int[] ids, boolean skipSpecialTokens, boolean cleanUp) {
        return decoder.decode(
                ids, skipSpecialTokens, cleanUp ? DecodingForm.CLEANED_UP : DecodingForm.JOINED);
    }

    /// The same tokenizer, which lower-cases what it is given and does with accents what it did; special tokens in a text
    /// stay what they are.
    public WordPieceTokenizer lowercasing() {
        return options.lowercase()
                ? this
                : of(new TokenizerParts(
                        "tokenizer", vocabulary, options.lowercasing(), addedTokens.all(), truncation, decoding));
    }

    /// The tokens and their ids.
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /// How text is normalised.
    public TokenizerOptions options() {
        return options;
    }

    /// The truncation that `tokenizer.json` asks for. Nothing follows it unasked.
    public Optional<Truncation> truncation() {
        return truncation;
    }

    /// The id of `[CLS]`, or what the options call it.
    public int clsId() {
        return clsId;
    }

    /// The id of `[SEP]`, or what the options call it.
    public int sepId() {
        return sepId;
    }

    /// The id of `[UNK]`, or what the options call it.
    public int unkId() {
        return unkId;
    }

    /// The id of `[PAD]`, or what the options call it.
    ///
    /// @throws IllegalStateException if the vocabulary has no such token
    public int padId() {
        return optionalId("pad", options.specialTokens().pad());
    }

    /// The id of `[MASK]`, or what the options call it.
    ///
    /// @throws IllegalStateException if the vocabulary has no such token
    public int maskId() {
        return optionalId("mask", options.specialTokens().mask());
    }

    private int optionalId(String role, String token) {
        return vocabulary.id(token).orElseThrow(() -> new IllegalStateException(
                "tokenizer: no %s token: the vocabulary lacks '%s'".formatted(role, Excerpt.of(token))));
    }

    /// Writes `tokenizer.json`, `vocab.txt`, `tokenizer_config.json` and `special_tokens_map.json`, from
    /// which [#load] and Hugging Face's tokenizers make one that behaves as this one. A truncation is not
    /// written: lengths are the reader's.
    ///
    /// @param directory made if it is not there; files of these names are replaced
    /// @throws IOException           if a file cannot be written
    /// @throws IllegalStateException if a token holds a line break, which `vocab.txt` cannot
    public void save(Path directory) throws IOException {
        save(directory, TokenizerConfig.USUAL_LENGTH);
    }

    /// As above, for a model that reads another number of tokens than 512.
    ///
    /// @param maxLength the model's, for `model_max_length` in `tokenizer_config.json`
    public void save(Path directory, int maxLength) throws IOException {
        Files.createDirectories(directory);
        List<String> pieces = vocabulary.lines();
        VocabularyFile.check(directory.resolve(VocabularyFile.NAME), pieces);
        Path json = directory.resolve(TokenizerJson.NAME);
        Files.deleteIfExists(json);
        VocabularyFile.write(directory.resolve(VocabularyFile.NAME), pieces);
        var parts = new TokenizerParts(
                directory.toString(), vocabulary, options, addedTokens.all(), Optional.empty(), decoding);
        TokenizerConfig.write(directory, parts, maxLength);
        TokenizerJsonWriter.write(json, parts);
    }
}
