package dev.lathe.tokenizer.wordpiece;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.tokenizer.Encoding;
import dev.lathe.tokenizer.Span;
import dev.lathe.tokenizer.text.CharacterTable;
import dev.lathe.tokenizer.text.TokenizerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/// The part of the text that offsets name, normalised by the native library, is the token.
///
/// Where one character became several tokens (a syllable its jamo, a ligature its letters) each has the
/// whole character's place, so tokens whose places overlap are taken together. Where marks that stay
/// changed their order, the reference gives them one another's places; there the whole run of marks is
/// taken with the tokens in it.
class OffsetsTest {
    private static final String SEED = "7031";

    private static final CharacterTable TABLE = CharacterTable.get();
    private static final List<WordPieceTokenizer> TOKENIZERS = new ArrayList<>();
    private static final List<NativeNormalizer> NORMALIZERS = new ArrayList<>();
    private static int compared;

    @BeforeContainer
    static void load() throws IOException {
        Path directory = Files.createTempDirectory("offsets");
        var plain = TokenizerOptions.cased().withCleanText(false).withTokenizeChineseChars(false);
        for (var options : List.of(TokenizerOptions.uncased(), TokenizerOptions.cased(), plain.withStripAccents(true))) {
            Path json = TestVocabularies.everyCharacter(directory, "every.json", options);
            TOKENIZERS.add(WordPieceTokenizer.fromTokenizerJson(json));
            NORMALIZERS.add(normalizer(options));
        }
        TOKENIZERS.add(WordPieceTokenizer.fromTokenizerJson(TestVocabularies.uncased(directory)));
        NORMALIZERS.add(normalizer(TokenizerOptions.uncased()));
        try (var files = Files.list(directory)) {
            files.forEach(OffsetsTest::delete);
        }
        delete(directory);
    }

    private static NativeNormalizer normalizer(TokenizerOptions options) {
        return new NativeNormalizer(NativeNormalizer.bert(options.cleanText(), options.tokenizeChineseChars(),
                options.stripAccents(), options.lowercase()), NativeNormalizer.BERT_SPLIT);
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterContainer
    static void close() {
        NORMALIZERS.forEach(NativeNormalizer::close);
        NORMALIZERS.clear();
        TOKENIZERS.clear();
        assertTrue(compared > 10_000, "too few places were compared: " + compared);
    }

    @Provide
    Arbitrary<String> texts() {
        return PropertyTexts.written();
    }

    @Property(seed = SEED)
    void theSubstringNormalisedIsTheToken(@ForAll("texts") String text) {
        for (int i = 0; i < TOKENIZERS.size(); i++) {
            compare(text, TOKENIZERS.get(i), NORMALIZERS.get(i));
        }
    }

    private static void compare(String text, WordPieceTokenizer tokenizer, NativeNormalizer normalizer) {
        Encoding encoding = tokenizer.encode(text);
        boolean reorders = tokenizer.options().stripAccents();
        for (int from = 1; from < encoding.size() - 1; ) {
            Span place = place(text, encoding, from, reorders);
            int to = from + 1;
            while (to < encoding.size() - 1 && place(text, encoding, to, reorders).start() < place.end()) {
                place = new Span(place.start(), Math.max(place.end(), place(text, encoding, to++, reorders).end()));
            }
            List<String> tokens = encoding.tokens().subList(from, to);
            if (tokens.stream().noneMatch(TestVocabularies.SPECIAL::contains)) {
                compare(text.substring(place.start(), place.end()), tokens, normalizer, text);
            }
            from = to;
        }
    }

    private static void compare(String part, List<String> tokens, NativeNormalizer normalizer, String text) {
        var spelt = new StringBuilder();
        tokens.forEach(token -> spelt.append(token.startsWith("##") && token.length() > 2 ? token.substring(2) : token));
        var normalised = new StringBuilder();
        normalizer.normalize(part).forEach(piece -> normalised.appendCodePoint(piece.codePoint()));
        assertEquals(normalised.toString(), spelt.toString(), () -> "'%s' of '%s'".formatted(part, text));
        compared++;
    }

    /// Where a token's text is, and with it the run of marks around if some of them stay.
    private static Span place(String text, Encoding encoding, int index, boolean reorders) {
        Span own = new Span(encoding.start(index), encoding.end(index));
        Span wide = withMarks(text, own);
        boolean stay = text.substring(wide.start(), wide.end()).codePoints().anyMatch(OffsetsTest::hasMarkThatStays);
        return reorders && stay ? wide : own;
    }

    private static Span withMarks(String text, Span place) {
        int from = place.start();
        while (from > 0 && isMarkOrRemoved(text.codePointBefore(from))) {
            from -= Character.charCount(text.codePointBefore(from));
        }
        int to = place.end();
        while (to < text.length() && isMarkOrRemoved(text.codePointAt(to))) {
            to += Character.charCount(text.codePointAt(to));
        }
        return new Span(from, to);
    }

    private static boolean isMarkOrRemoved(int codePoint) {
        int record = TABLE.record(codePoint);
        String decomposed = TABLE.decomposition(record);
        int first = decomposed.isEmpty() ? record : TABLE.record(decomposed.codePointAt(0));
        return TABLE.order(first) > 0 || TABLE.has(record, CharacterTable.REMOVED);
    }

    private static boolean hasMarkThatStays(int codePoint) {
        int record = TABLE.record(codePoint);
        String decomposed = TABLE.decomposition(record);
        return (decomposed.isEmpty() ? Character.toString(codePoint) : decomposed).codePoints()
                .map(TABLE::record)
                .anyMatch(part -> TABLE.order(part) > 0 && !TABLE.has(part, CharacterTable.NONSPACING_MARK));
    }

    @Property(seed = SEED)
    void placesOfASingleTextNeverGoBack(@ForAll("texts") String text) {
        for (var tokenizer : TOKENIZERS) {
            Encoding encoding = tokenizer.encode(text);
            int last = 0;
            for (int i = 1; i < encoding.size() - 1; i++) {
                assertTrue(encoding.start(i) >= last && encoding.end(i) > encoding.start(i)
                        && encoding.end(i) <= text.length(), "token %d of '%s'".formatted(i, text));
                last = encoding.start(i);
            }
        }
    }
}
