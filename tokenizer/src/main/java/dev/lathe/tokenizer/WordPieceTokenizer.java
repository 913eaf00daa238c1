package dev.lathe.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// BERT's tokenizer: text in, token ids out, exactly as Hugging Face's fast `BertTokenizer`.
///
/// Text is cleaned, lower-cased and stripped of accents as the [TokenizerOptions] say, cut at spaces and
/// punctuation, and each word is spelt with the longest pieces of the [Vocabulary]. `[CLS]` goes before
/// the first text, `[SEP]` behind each. Special tokens that stand in the text are recognised.
///
/// Immutable and safe for use by several threads. Any `String` is accepted; an unpaired surrogate
/// counts as U+FFFD, which cleaning removes.
public final class WordPieceTokenizer {
    private static final int SPECIAL_IN_SINGLE = 2;
    private static final int SPECIAL_IN_PAIR = 3;
    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private final Vocabulary vocabulary;
    private final TokenizerOptions options;
    private final AddedTokens addedTokens;
    private final CharacterRules rules;
    private final PieceMatcher matcher;
    private final int clsId;
    private final int sepId;
    private final int unkId;

    private WordPieceTokenizer(String source, Vocabulary vocabulary, TokenizerOptions options, List<AddedToken> added) {
        this.vocabulary = vocabulary;
        this.options = options;
        SpecialTokens special = options.specialTokens();
        unkId = requiredId(source, vocabulary, special.unk());
        clsId = requiredId(source, vocabulary, special.cls());
        sepId = requiredId(source, vocabulary, special.sep());
        addedTokens = new AddedTokens(added);
        rules = new CharacterRules(options);
        matcher = new PieceMatcher(vocabulary.pieces(), unkId);
    }

    /// Loads the tokenizer of a model: from `tokenizer.json` if the directory has one, else from
    /// `vocab.txt` with the switches of `tokenizer_config.json`; without that, as [TokenizerOptions#uncased].
    ///
    /// @throws IOException        if a file cannot be read, or neither is there
    /// @throws TokenizerException if a file is broken or asks for what is not supported
    public static WordPieceTokenizer load(Path modelDirectory) throws IOException {
        Path configFile = modelDirectory.resolve(TokenizerConfig.NAME);
        var config = Files.exists(configFile) ? TokenizerConfig.read(configFile) : TokenizerConfig.DEFAULT;
        Path json = modelDirectory.resolve(TokenizerJson.NAME);
        if (Files.exists(json)) {
            return fromTokenizerJson(json, config.options().specialTokens());
        }
        Path vocab = modelDirectory.resolve(VocabularyFile.NAME);
        if (!Files.exists(vocab)) {
            throw new NoSuchFileException(
                    "%s: neither %s nor %s".formatted(modelDirectory, TokenizerJson.NAME, VocabularyFile.NAME));
        }
        return fromVocab(vocab, config.options(), config.addedTokens());
    }

    /// Loads a `tokenizer.json`. Its truncation and padding are not followed: lengths are the caller's,
    /// and nothing is ever padded.
    ///
    /// @throws IOException        if the file cannot be read
    /// @throws TokenizerException if it is broken or asks for what is not supported
    public static WordPieceTokenizer fromTokenizerJson(Path file) throws IOException {
        return fromTokenizerJson(file, SpecialTokens.BERT);
    }

    private static WordPieceTokenizer fromTokenizerJson(Path file, SpecialTokens names) throws IOException {
        var json = TokenizerJson.read(file, names);
        return new WordPieceTokenizer(file.toString(), json.vocabulary(), json.options(), json.addedTokens());
    }

    /// Loads a `vocab.txt`, a token a line.
    ///
    /// @throws IOException        if the file cannot be read
    /// @throws TokenizerException if it is broken, or lacks the unknown, start or end token
    public static WordPieceTokenizer fromVocab(Path vocabTxt, TokenizerOptions options) throws IOException {
        return fromVocab(vocabTxt, options, List.of());
    }

    private static WordPieceTokenizer fromVocab(Path file, TokenizerOptions options, List<AddedToken> added)
            throws IOException {
        var tokens = VocabularyFile.read(file);
        int modelSize = tokens.size();
        added.forEach(token -> token.placeIn(tokens, file.toString()));
        var vocabulary = Vocabulary.of(tokens, modelSize,
                (token, first, second) -> VocabularyFile.duplicate(file, token, first, second));
        return new WordPieceTokenizer(file.toString(), vocabulary, options, withSpecial(vocabulary, options, added));
    }

    /// A tokenizer for a vocabulary that is at hand.
    ///
    /// @throws TokenizerException if the vocabulary lacks the unknown, start or end token
    public static WordPieceTokenizer of(Vocabulary vocabulary, TokenizerOptions options) {
        return new WordPieceTokenizer("vocabulary", vocabulary, options, withSpecial(vocabulary, options, List.of()));
    }

    /// The added tokens, and those of the five special ones that the vocabulary has.
    private static List<AddedToken> withSpecial(
            Vocabulary vocabulary, TokenizerOptions options, List<AddedToken> added) {
        var all = new ArrayList<>(added);
        for (String content : options.specialTokens().all()) {
            OptionalInt id = vocabulary.id(content);
            if (id.isPresent() && all.stream().noneMatch(token -> token.content().equals(content))) {
                all.add(new AddedToken(id.getAsInt(), content, true));
            }
        }
        return all;
    }

    private static int requiredId(String source, Vocabulary vocabulary, String token) {
        return vocabulary.id(token).orElseThrow(
                () -> new TokenizerException("%s: no token '%s'".formatted(source, token)));
    }

    /// The tokens of a text, however many.
    public Encoding encode(String text) {
        return encode(text, NO_LIMIT);
    }

    /// The tokens of a text, the last ones left out beyond `maxLength`.
    ///
    /// @param maxLength how many tokens there may be, with `[CLS]` and `[SEP]`; at least 2
    /// @throws IllegalArgumentException if `maxLength` is less
    public Encoding encode(String text, int maxLength) {
        checkMaxLength(maxLength, SPECIAL_IN_SINGLE);
        int room = maxLength - SPECIAL_IN_SINGLE;
        PieceBuffer pieces = pieces(text, room);
        return Encoding.of(vocabulary, clsId, sepId, pieces, Math.min(pieces.size(), room));
    }

    /// The tokens of a pair of texts, however many.
    public Encoding encode(String text, String pair) {
        return encode(text, pair, NO_LIMIT);
    }

    /// The tokens of a pair of texts; beyond `maxLength` the longer one loses its last tokens until both
    /// are equally long, then both do.
    ///
    /// @param maxLength how many tokens there may be, with `[CLS]` and two `[SEP]`; at least 3
    /// @throws IllegalArgumentException if `maxLength` is less
    public Encoding encode(String text, String pair, int maxLength) {
        checkMaxLength(maxLength, SPECIAL_IN_PAIR);
        PieceBuffer first = pieces(text, NO_LIMIT);
        PieceBuffer second = pieces(pair, NO_LIMIT);
        var lengths = PairLengths.longestFirst(first.size(), second.size(), maxLength - SPECIAL_IN_PAIR);
        return Encoding.of(vocabulary, clsId, sepId, first, second, lengths);
    }

    private static void checkMaxLength(int maxLength, int special) {
        if (maxLength < special) {
            throw new IllegalArgumentException(
                    "encode: maxLength %d: the special tokens alone are %d".formatted(maxLength, special));
        }
    }

    /// At least the first `limit` pieces of the text.
    private PieceBuffer pieces(String text, int limit) {
        var pieces = new PieceBuffer(Math.min(limit, text.length() / 4) + 8);
        var splitter = new WordSplitter(rules, matcher, pieces, options.maxInputCharsPerWord());
        for (int at = 0; at < text.length() && pieces.size() < limit; ) {
            int next = addedTokens.next(text, at);
            splitter.split(text, at, next, limit);
            at = next;
            var added = addedTokens.find(text, next);
            if (added.isPresent()) {
                at = next + added.get().content().length();
                pieces.add(added.get().id(), next, at);
                pieces.endWord();
            }
        }
        return pieces;
    }

    /// The tokens and their ids.
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /// How text is normalised.
    public TokenizerOptions options() {
        return options;
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
                "tokenizer: no %s token: the vocabulary lacks '%s'".formatted(role, token)));
    }

    /// Writes `vocab.txt`, `tokenizer_config.json` and `special_tokens_map.json`, from which [#load] and
    /// Hugging Face's `BertTokenizerFast` make a tokenizer that behaves as this one. The latter has no
    /// switch for `cleanText` and `maxInputCharsPerWord`, and so ignores values other than the defaults.
    ///
    /// @param directory made if it is not there; files of these names are replaced
    /// @throws IOException if a file cannot be written
    public void save(Path directory) throws IOException {
        Files.createDirectories(directory);
        VocabularyFile.write(directory.resolve(VocabularyFile.NAME),
                vocabulary.tokens().subList(0, vocabulary.modelSize()));
        new TokenizerConfig(options, addedTokens.all()).write(directory);
    }
}
