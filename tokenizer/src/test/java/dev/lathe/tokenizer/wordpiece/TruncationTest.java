package dev.lathe.tokenizer.wordpiece;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.tokenizer.EncodedWindows;
import dev.lathe.tokenizer.Encoding;
import dev.lathe.tokenizer.TokenizerException;
import dev.lathe.tokenizer.TokenizerInput;
import dev.lathe.tokenizer.TokenizerInput.Text;
import dev.lathe.tokenizer.TokenizerInput.TextPair;
import dev.lathe.tokenizer.TokenizerInput.Words;
import dev.lathe.tokenizer.Truncation;
import dev.lathe.tokenizer.TruncationSide;
import dev.lathe.tokenizer.TruncationStrategy;
import dev.lathe.tokenizer.text.TokenizerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Truncation and windows against the native library, over a grid of lengths; what it refuses, we refuse.
class TruncationTest {
    private static final int LONGEST = 8;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(TruncationSide.class)
    void cutsAndOverflowsAsTheReference(TruncationSide side) throws IOException {
        int compared = 0;
        for (int maxLength = 3; maxLength <= 13; maxLength++) {
            try (var both = new ReferenceTokenizer(small())) {
                for (var strategy : TruncationStrategy.values()) {
                    for (int stride = 0; stride <= 4; stride++) {
                        var truncation = new Truncation(strategy, side, maxLength, stride);
                        compared += compareGrid(both, truncation);
                    }
                }
            }
        }
        assertEquals(14_513, compared, "lengths in the grid that some window fits");
    }

    private Path small() throws IOException {
        var tokens = new ArrayList<>(TestVocabularies.SPECIAL);
        tokens.addAll(List.of("una", "##ffa", "##ble", ",", "it", "one", "two", "three", "four", "five", "six", "seven"));
        "onetwhrfuivs".chars().mapToObj(Character::toString).forEach(letter -> tokens.addAll(List.of(letter, "##" + letter)));
        return TestVocabularies.write(directory.resolve("small.json"), tokens, TokenizerOptions.uncased());
    }

    private static int compareGrid(ReferenceTokenizer both, Truncation truncation) throws IOException {
        int compared = 0;
        for (int first = 0; first <= LONGEST; first++) {
            compared += compare(both, new Text("unaffable ".repeat(first)), truncation);
            compared += compare(both, new Words(List.of("unaffable,it ".repeat(first).split(" "))), truncation);
            for (int second = 0; second <= LONGEST; second++) {
                compared += compare(both, new TextPair(words(first), words(second)), truncation);
            }
        }
        return compared;
    }

    private static String words(int count) {
        return "one two three, four five six seven".substring(0, count * 34 / LONGEST);
    }

    /// Where we refuse, the library does; where it is known to abort the process, it is not asked.
    ///
    /// @return 1 if both gave windows
    private static int compare(ReferenceTokenizer both, TokenizerInput input, Truncation truncation)
            throws IOException {
        try {
            both.ours().windows(input, truncation);
        } catch (IllegalArgumentException refused) {
            if (!refused.getMessage().contains("stride")) {
                var reference = both.reference(truncation);
                String message = assertThrows(RuntimeException.class, () -> reference.windows(input)).getMessage();
                assertEquals(refused.getMessage().contains("only_second")
                        ? "Truncation error: Second sequence not provided"
                        : "Truncation error: Sequence to truncate too short to respect the provided max_length", message);
            }
            return 0;
        }
        both.assertSame(input, truncation);
        return 1;
    }

    @Test
    void cutsWrittenTextsAsTheReference() throws IOException {
        try (var both = new ReferenceTokenizer(TestVocabularies.uncased(directory))) {
            for (String text : SampleTexts.written()) {
                both.assertSame(new Text(text), 2);
                both.assertSame(new Text(text), Truncation.to(7).withStride(2));
                both.assertSame(new Text(text), Truncation.to(7).withStride(1).withSide(TruncationSide.LEFT));
                both.assertSame(new TextPair(text, "[MASK] " + text), Truncation.to(9).withStride(1));
            }
        }
    }

    @Test
    void stopsReadingAtTheLimitWithTheSameTokens() throws IOException {
        var tokenizer = WordPieceTokenizer.fromTokenizerJson(TestVocabularies.uncased(directory));
        for (String text : SampleTexts.written()) {
            for (int maxLength = 2; maxLength < 12; maxLength++) {
                Encoding whole = tokenizer.windows(new Text(text), Truncation.to(maxLength)).getFirst();
                assertArrayEquals(whole.ids(), tokenizer.encode(text, maxLength).ids());
                assertArrayEquals(whole.wordIds(), tokenizer.encode(text, maxLength).wordIds());
            }
        }
    }

    @Test
    void saysWhatDoesNotFit() throws IOException {
        var tokenizer = WordPieceTokenizer.fromTokenizerJson(TestVocabularies.uncased(directory));
        var text = new Text("one two three four");
        var pair = new TextPair("one two three", "four five");
        assertRefused("encode: maxLength 1: the special tokens alone are 2", tokenizer, text, Truncation.to(1));
        assertRefused("encode: maxLength 2: the special tokens alone are 3", tokenizer, pair, Truncation.to(2));
        assertRefused("encode: stride 3: a window holds 3 tokens of the text",
                tokenizer, text, Truncation.to(5).withStride(3));
        assertRefused("encode: only_second: there is no second text to cut for 5 tokens",
                tokenizer, text, Truncation.to(5).withStrategy(TruncationStrategy.ONLY_SECOND));
        assertRefused("encode: maxLength 5: the first text has 3 tokens, and none would be left",
                tokenizer, pair, Truncation.to(5).withStrategy(TruncationStrategy.ONLY_FIRST));
        assertEquals("truncation: maxLength -1, stride 0: one is negative",
                assertThrows(IllegalArgumentException.class, () -> Truncation.to(-1)).getMessage());
    }

    private static void assertRefused(
            String message, WordPieceTokenizer tokenizer, TokenizerInput input, Truncation truncation) {
        assertEquals(message, assertThrows(IllegalArgumentException.class,
                () -> tokenizer.windows(input, truncation)).getMessage());
    }

    /// Proof of the one difference: the library's subtraction wraps around, and nothing is cut.
    @Test
    void theReferenceForgetsALengthBelowTheSpecialTokens() throws IOException {
        try (var reference = new NativeTokenizer(TestVocabularies.uncased(directory), Truncation.to(1))) {
            assertEquals(List.of("[CLS]", "one", "two", "three", "[SEP]"),
                    reference.windows(new Text("one two three")).getFirst().tokens());
        }
    }

    @Test
    void tellsWhichInputAWindowShows() throws IOException {
        var tokenizer = WordPieceTokenizer.fromTokenizerJson(TestVocabularies.uncased(directory));
        EncodedWindows windows = tokenizer.windows(
                List.of(new Text("one two three"), new Text(""), new Text("four")), Truncation.to(4).withStride(1));
        assertArrayEquals(new int[] {0, 0, 1, 2}, windows.samples());
        assertEquals(4, windows.size());
        assertEquals(2, windows.sample(3));
        assertEquals(List.of("[CLS]", "two", "three", "[SEP]"), windows.encoding(1).tokens());
        assertEquals(4, windows.encoding(1).start(1));
        assertEquals(List.of("[CLS]", "[SEP]"), windows.encodings().get(2).tokens());
    }

    @Test
    void readsTheSectionOfTokenizerJson() throws IOException {
        Path json = directory.resolve("tokenizer.json");
        var expected = new Truncation(TruncationStrategy.ONLY_SECOND, TruncationSide.LEFT, 12, 3);
        TestVocabularies.write(json, TestVocabularies.SPECIAL, TokenizerOptions.uncased());
        assertEquals(Optional.empty(), WordPieceTokenizer.fromTokenizerJson(json).truncation());
        TestVocabularies.replace(json, "\"truncation\":null", "\"truncation\":" + NativeTokenizer.section(expected));
        assertEquals(Optional.of(expected), WordPieceTokenizer.fromTokenizerJson(json).truncation());
        TestVocabularies.replace(json, "OnlySecond", "Shortest");
        assertEquals(json + ": truncation: strategy 'Shortest' is not supported",
                assertThrows(TokenizerException.class, () -> WordPieceTokenizer.fromTokenizerJson(json)).getMessage());
    }
}
