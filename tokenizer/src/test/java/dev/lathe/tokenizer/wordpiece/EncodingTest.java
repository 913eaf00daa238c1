package dev.lathe.tokenizer.wordpiece;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.tokenizer.Encoding;
import dev.lathe.tokenizer.Span;
import dev.lathe.tokenizer.Vocabulary;
import dev.lathe.tokenizer.text.TokenizerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From characters to tokens, from tokens to words, and back.
class EncodingTest {
    private static final long SEED = Long.getLong("test.seed", 411);

    private static final List<String> TOKENS =
            List.of("[UNK]", "[CLS]", "[SEP]", "un", "##aff", "##able", "fox", ",", "##es");

    @TempDir
    Path directory;

    private static WordPieceTokenizer tokenizer() {
        return WordPieceTokenizer.of(Vocabulary.of(TOKENS), TokenizerOptions.uncased());
    }

    @Test
    void leadsFromCharactersToTokensAndWordsInBothTexts() {
        Encoding encoding = tokenizer().encode("Fox, unaffable", "foxes");
        assertEquals(List.of("[CLS]", "fox", ",", "un", "##aff", "##able", "[SEP]", "fox", "##es", "[SEP]"),
                encoding.tokens());
        assertEquals(OptionalInt.of(1), encoding.charToToken(0, 2));
        assertEquals(OptionalInt.of(2), encoding.charToToken(0, 3));
        assertEquals(OptionalInt.empty(), encoding.charToToken(0, 4));
        assertEquals(OptionalInt.of(5), encoding.charToToken(0, 13));
        assertEquals(OptionalInt.empty(), encoding.charToToken(0, 14));
        assertEquals(OptionalInt.of(8), encoding.charToToken(1, 3));
        assertEquals(OptionalInt.of(2), encoding.charToWord(0, 9));
        assertEquals(OptionalInt.of(0), encoding.charToWord(1, 4));
        assertEquals(Optional.of(new Span(3, 6)), encoding.wordToTokens(0, 2));
        assertEquals(Optional.of(new Span(7, 9)), encoding.wordToTokens(1, 0));
        assertEquals(Optional.empty(), encoding.wordToTokens(1, 1));
        assertEquals(Optional.of(new Span(5, 14)), encoding.wordToChars(0, 2));
        assertArrayEquals(new int[] {-1, 0, 0, 0, 0, 0, -1, 1, 1, -1}, encoding.sequenceIds());
    }

    @Test
    void knowsOnlyTheSequencesThatAreThere() {
        Encoding encoding = tokenizer().encode("fox");
        assertEquals(OptionalInt.empty(), encoding.charToToken(1, 0));
        assertEquals(Optional.empty(), encoding.wordToChars(1, 0));
        assertEquals("encoding: sequence 2: there are 0 and 1", assertThrows(IllegalArgumentException.class,
                () -> encoding.charToToken(2, 0)).getMessage());
    }

    @Test
    void countsWordsAndOffsetsAsTheyWereGiven() {
        Encoding encoding = tokenizer().encodeWords(List.of("foxes,fox", "", "un"), List.of("fox", "unable"));
        assertEquals(List.of("[CLS]", "fox", "##es", ",", "fox", "un", "[SEP]", "fox", "un", "##able", "[SEP]"),
                encoding.tokens());
        assertArrayEquals(new int[] {-1, 0, 0, 0, 0, 2, -1, 0, 1, 1, -1}, encoding.wordIds());
        assertArrayEquals(new int[] {-1, 0, 0, 0, 0, 0, -1, 1, 1, 1, -1}, encoding.sequenceIds());
        assertEquals(6, encoding.start(4));
        assertEquals(0, encoding.start(5));
        assertEquals(2, encoding.start(9));
        assertEquals(Optional.of(new Span(1, 5)), encoding.wordToTokens(0, 0));
    }

    /// A pair of word lists is what its two lists are alone.
    @Test
    void readsPairsOfWordsAsEachAlone() throws IOException {
        var tokenizer = WordPieceTokenizer.fromTokenizerJson(TestVocabularies.uncased(directory));
        for (String text : SampleTexts.mixed(SEED, 100)) {
            List<String> words = List.of(text.split(" ", -1));
            Encoding alone = tokenizer.encodeWords(words);
            Encoding pair = tokenizer.encodeWords(words, words);
            int[] expected = new int[2 * alone.size() - 1];
            System.arraycopy(alone.ids(), 0, expected, 0, alone.size());
            System.arraycopy(alone.ids(), 1, expected, alone.size(), alone.size() - 1);
            assertArrayEquals(expected, pair.ids());
        }
    }

    @Test
    void leadsBackFromEveryTokenToItself() throws IOException {
        var tokenizer = WordPieceTokenizer.fromTokenizerJson(TestVocabularies.uncased(directory));
        for (String text : SampleTexts.mixed(SEED, 300)) {
            Encoding encoding = tokenizer.encode(text);
            for (int i = 1; i < encoding.size() - 1; i++) {
                int found = encoding.charToToken(0, encoding.start(i)).orElseThrow();
                assertTrue(found <= i && encoding.end(found) > encoding.start(i));
                Span word = encoding.wordToTokens(0, encoding.wordId(i)).orElseThrow();
                assertTrue(word.start() <= i && i < word.end());
                assertEquals(encoding.start(word.start()),
                        encoding.wordToChars(0, encoding.wordId(i)).orElseThrow().start());
            }
        }
    }
}
