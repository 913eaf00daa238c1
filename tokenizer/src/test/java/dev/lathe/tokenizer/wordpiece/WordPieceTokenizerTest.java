package dev.lathe.tokenizer.wordpiece;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.tokenizer.Encoding;
import dev.lathe.tokenizer.SpecialTokens;
import dev.lathe.tokenizer.Vocabulary;
import dev.lathe.tokenizer.text.TokenizerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Cases published with other implementations, and what the class promises beyond them.
class WordPieceTokenizerTest {
    private static final List<String> SMALL = List.of("[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]",
            "want", "##want", "##ed", "wa", "un", "runn", "##ing", ",", "low", "lowest");

    @TempDir
    Path directory;

    private static WordPieceTokenizer small() {
        return WordPieceTokenizer.of(Vocabulary.of(SMALL), TokenizerOptions.uncased());
    }

    private static List<String> inner(Encoding encoding) {
        return encoding.tokens().subList(1, encoding.size() - 1);
    }

    /// Words of one vocabulary of whole words, so that the pieces are what the splitter made.
    private static List<String> words(String text, TokenizerOptions options, List<String> expected) {
        var tokens = new ArrayList<>(TestVocabularies.SPECIAL);
        expected.stream().distinct().filter(word -> !tokens.contains(word)).forEach(tokens::add);
        return inner(WordPieceTokenizer.of(Vocabulary.of(tokens), options).encode(text));
    }

    private static void assertWords(String text, TokenizerOptions options, String... expected) {
        assertEquals(List.of(expected), words(text, options, List.of(expected)));
    }

    @Test
    void spellsThePublishedExample() {
        Encoding encoding = small().encode("UNwant\u00E9d,running");
        assertEquals(List.of("un", "##want", "##ed", ",", "runn", "##ing"), inner(encoding));
        assertArrayEquals(new int[] {1, 9, 6, 7, 12, 10, 11, 2}, encoding.ids());
        assertArrayEquals(new int[] {-1, 0, 0, 0, 1, 2, 2, -1}, encoding.wordIds());
        assertArrayEquals(new int[] {1, 0, 0, 0, 0, 0, 0, 1}, encoding.specialTokensMask());
    }

    @Test
    void givesUpAWordOfWhichAPartIsUnknown() {
        assertEquals(List.of("[UNK]", "runn", "##ing"), inner(small().encode("unwantedX running")));
        assertEquals(List.of(), inner(small().encode("")));
    }

    @Test
    void lowercasesAndKeepsAccentsAndSpecialTokens() {
        var cased = WordPieceTokenizer.of(
                Vocabulary.of(List.of("[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]", "caf\u00E9", "soup", "[", "]", "mask")),
                TokenizerOptions.cased());
        assertEquals(List.of("[UNK]", "soup"), inner(cased.encode("CAF\u00C9 soup")));
        WordPieceTokenizer lower = cased.lowercasing();
        assertEquals(List.of("caf\u00E9", "soup", "[MASK]", "[", "mask", "]"),
                inner(lower.encode("CAF\u00C9 Soup [MASK] [Mask]")));
        assertSame(lower, lower.lowercasing());
    }

    @Test
    void splitsAsGooglesBasicTokenizer() {
        var lower = TokenizerOptions.uncased();
        var keepAccents = lower.withStripAccents(false);
        var cased = TokenizerOptions.cased();
        assertWords("ah\u535A\u63A8zz", lower, "ah", "\u535A", "\u63A8", "zz");
        assertWords(" \tHeLLo!how  \n Are yoU?  ", lower, "hello", "!", "how", "are", "you", "?");
        assertWords("H\u00E9llo", lower, "hello");
        assertWords("H\u00E9llo", keepAccents, "h\u00E9llo");
        assertWords(" \tH\u00E4LLo!how  \n Are yoU?  ", keepAccents, "h\u00E4llo", "!", "how", "are", "you", "?");
        assertWords(" \tH\u00E4LLo!how  \n Are yoU?  ", lower, "hallo", "!", "how", "are", "you", "?");
        assertWords(" \tH\u00E4LLo!how  \n Are yoU?  ", cased, "H\u00E4LLo", "!", "how", "Are", "yoU", "?");
        assertWords(" \tH\u00E4LLo!how  \n Are yoU?  ", cased.withStripAccents(true),
                "HaLLo", "!", "how", "Are", "yoU", "?");
        assertWords(" \tHeLLo!how  \n Are yoU? [UNK]", cased, "HeLLo", "!", "how", "Are", "yoU", "?", "[UNK]");
        assertWords("a\n'll !!to?'d of, can't.", lower,
                "a", "'", "ll", "!", "!", "to", "?", "'", "d", "of", ",", "can", "'", "t", ".");
        assertWords("\u200E\u200F", lower);
        assertWords("Test\u00AD", cased, "Test");
    }

    @Test
    void givesThePublishedOffsets() throws IOException {
        var tokenizer = WordPieceTokenizer.fromTokenizerJson(TestVocabularies.uncased(directory));
        Encoding encoding = tokenizer.encode("A, na\u00EFve [MASK] AllenNLP sentence.");
        assertEquals(List.of("[CLS]", "a", ",", "naive", "[MASK]", "allen", "##nl", "##p", "sentence", ".", "[SEP]"),
                encoding.tokens());
        int[][] offsets = {
            {0, 0}, {0, 1}, {1, 2}, {3, 8}, {9, 15}, {16, 21}, {21, 23}, {23, 24}, {25, 33}, {33, 34}, {0, 0}};
        for (int i = 0; i < offsets.length; i++) {
            assertArrayEquals(offsets[i], new int[] {encoding.start(i), encoding.end(i)}, "offsets of token " + i);
        }
    }

    @Test
    void readsAnUnpairedSurrogateAsTheReplacementCharacter() {
        for (String half : List.of("\uD83D", "\uDE00", "\uDE00\uD83D")) {
            for (String text : List.of(
                    half, "low" + half + "est", half + "want", "un" + half + " low", half + "[MASK]" + half)) {
                for (boolean clean : List.of(true, false)) {
                    var options = TokenizerOptions.uncased().withCleanText(clean);
                    var tokenizer = WordPieceTokenizer.of(Vocabulary.of(SMALL), options);
                    assertEquals(tokenizer.encode(text.replaceAll("[\uD83D\uDE00]", "\uFFFD")).tokens(),
                            tokenizer.encode(text).tokens());
                }
            }
        }
        Encoding joined = small().encode("low\uD83Dest");
        assertEquals(List.of("lowest"), inner(joined));
        assertEquals(7, joined.end(1));
    }

    @Test
    void findsTheLongestOfTheAddedTokensThatStartAtAPlace() {
        var vocabulary = Vocabulary.of(List.of("[UNK]", "[CLS]", "[SEP]", "low", "[S", "<m>"));
        var names = new SpecialTokens("[UNK]", "[SEP]", "[S", "[CLS]", "<m>");
        var tokenizer = WordPieceTokenizer.of(vocabulary, TokenizerOptions.uncased().withSpecialTokens(names));
        assertEquals(List.of("[S", "low", "[SEP]", "<m>", "low"), inner(tokenizer.encode("[Slow[SEP]<m>LOW")));
    }

    @Test
    void namesItsSpecialTokens() {
        var tokenizer = small();
        assertEquals(0, tokenizer.unkId());
        assertEquals(1, tokenizer.clsId());
        assertEquals(2, tokenizer.sepId());
        assertEquals(3, tokenizer.padId());
        assertEquals(4, tokenizer.maskId());
    }

    @Test
    void doesWithoutPaddingAndMaskTokensUntilAskedForThem() {
        var tokenizer = WordPieceTokenizer.of(Vocabulary.of(List.of("[UNK]", "[CLS]", "[SEP]")), TokenizerOptions.cased());
        assertEquals("tokenizer: no mask token: the vocabulary lacks '[MASK]'",
                assertThrows(IllegalStateException.class, tokenizer::maskId).getMessage());
        assertEquals("tokenizer: no pad token: the vocabulary lacks '[PAD]'",
                assertThrows(IllegalStateException.class, tokenizer::padId).getMessage());
    }

    @Test
    void refusesALengthThatTheSpecialTokensExceed() {
        var tokenizer = small();
        assertEquals("encode: maxLength 1: the special tokens alone are 2",
                assertThrows(IllegalArgumentException.class, () -> tokenizer.encode("low", 1)).getMessage());
        assertEquals("encode: maxLength 2: the special tokens alone are 3",
                assertThrows(IllegalArgumentException.class, () -> tokenizer.encode("low", "low", 2)).getMessage());
    }

    @Test
    void givesEveryThreadTheSameTokens() throws IOException, InterruptedException, ExecutionException {
        var tokenizer = WordPieceTokenizer.fromTokenizerJson(TestVocabularies.uncased(directory));
        var expected = SampleTexts.written().stream().map(text -> tokenizer.encode(text).tokens()).toList();
        try (var threads = Executors.newFixedThreadPool(4)) {
            var runs = new ArrayList<java.util.concurrent.Future<?>>();
            for (int thread = 0; thread < 4; thread++) {
                runs.add(threads.submit(() -> assertEquals(expected,
                        SampleTexts.written().stream().map(text -> tokenizer.encode(text).tokens()).toList())));
            }
            for (var run : runs) {
                run.get();
            }
        }
    }
}
