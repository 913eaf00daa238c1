package dev.lathe.tokenizer.wordpiece;

import dev.lathe.tokenizer.AddedToken;
import dev.lathe.tokenizer.Excerpt;
import dev.lathe.tokenizer.InputEncoder;
import dev.lathe.tokenizer.SpecialTokenTemplate;
import dev.lathe.tokenizer.SpecialTokens;
import dev.lathe.tokenizer.Tokenizer;
import dev.lathe.tokenizer.TokenizerException;
import dev.lathe.tokenizer.Truncation;
import dev.lathe.tokenizer.Vocabulary;
import dev.lathe.tokenizer.file.DirectoryFiles;
import dev.lathe.tokenizer.file.VocabularyExtension;
import dev.lathe.tokenizer.text.AddedTokens;
import dev.lathe.tokenizer.text.CharacterRules;
import dev.lathe.tokenizer.text.TokenizerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// BERT's tokenizer: text in, token ids out, exactly as Hugging Face's fast `BertTokenizer`.
///
/// Text is cleaned, lower-cased and stripped of accents as the [TokenizerOptions] say, cut at spaces and
/// punctuation, and each word is spelt with the longest pieces of the [Vocabulary]. `[CLS]` goes before
/// the first text, `[SEP]` behind each. Special tokens that stand in the text are recognised.
///
/// Immutable and safe for use by several threads. Any `String` is accepted; an unpaired surrogate
/// counts as U+FFFD, which cleaning removes.
public final class WordPieceTokenizer implements Tokenizer {
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
        var matcher = new PieceMatcher(vocabulary, unkId);
        encoder = new InputEncoder(vocabulary, SpecialTokenTemplate.bert(special.cls(), special.sep()),
                () -> new WordPieceReader(addedTokens, rules, matcher, options.maxInputCharsPerWord()));
        decoder = new PieceDecoder(vocabulary, addedTokens);
    }

    /// Loads the tokenizer of a model: from `tokenizer.json` if the directory has one, else from `vocab.txt`, with
    /// `tokenizer_config.json`, `special_tokens_map.json` and `added_tokens.json`; without those, as
    /// [TokenizerOptions#uncased]. Where two files disagree, the one counts that counts for Hugging Face's library.
    ///
    /// @throws IOException        if a file cannot be read, or neither is there
    /// @throws TokenizerException if a file is broken or asks for what is not supported
    public static WordPieceTokenizer load(Path modelDirectory) throws IOException {
        return load(new DirectoryFiles(modelDirectory));
    }

    /// As above, of a directory some of whose files others read too.
    public static WordPieceTokenizer load(DirectoryFiles files) throws IOException {
        return of(TokenizerDirectory.read(files));
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

    @Override
    public InputEncoder encoder() {
        return encoder;
    }

    @Override
    public String kind() {
        return "WordPiece";
    }

    @Override
    public SpecialTokens specialTokens() {
        return options.specialTokens();
    }

    @Override
    public boolean lowercases() {
        return options.lowercase();
    }

    /// The text of tokens as the decoder of `tokenizer.json` makes it; without that file, cleaned up.
    ///
    /// @param skipSpecialTokens whether `[CLS]` and its like are left out
    /// @throws IndexOutOfBoundsException if there is no such id
    @Override
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

    @Override
    public WordPieceTokenizer lowercasing() {
        return options.lowercase()
                ? this
                : of(new TokenizerParts(
                        "tokenizer", vocabulary, options.lowercasing(), addedTokens.all(), truncation, decoding));
    }

    /// How text is normalised.
    public TokenizerOptions options() {
        return options;
    }

    @Override
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

    /// Writes `tokenizer.json`, `vocab.txt`, `tokenizer_config.json` and `special_tokens_map.json`, from
    /// which [#load] and Hugging Face's tokenizers make one that behaves as this one. A truncation is not
    /// written: lengths are the reader's.
    ///
    /// @param directory made if it is not there; files of these names are replaced
    /// @throws IOException           if a file cannot be written
    /// @throws IllegalStateException if a token holds a line break, which `vocab.txt` cannot
    @Override
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
