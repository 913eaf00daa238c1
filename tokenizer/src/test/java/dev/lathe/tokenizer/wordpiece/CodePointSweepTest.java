package dev.lathe.tokenizer.wordpiece;

import dev.lathe.tokenizer.text.TokenizerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// Every code point alone, between words and inside a word, with a vocabulary that spells out what it
/// became. The normal build looks at the ranges where something happens and at a sample of the rest;
/// `mvn -Pexhaustive` at all of them.
class CodePointSweepTest {
    private static final String EXHAUSTIVE = "tokenizer.exhaustive";
    private static final int SAMPLE_STEP = 97;

    @TempDir
    Path directory;

    @Test
    void everyInterestingCodePointIsReadAsTheReferenceReadsItUncased() throws IOException {
        sweep(TokenizerOptions.uncased(), interesting());
    }

    @Test
    void everyInterestingCodePointIsReadAsTheReferenceReadsItCased() throws IOException {
        sweep(TokenizerOptions.cased(), interesting());
    }

    @Test
    @EnabledIfSystemProperty(named = EXHAUSTIVE, matches = "true", disabledReason = "minutes; mvn -Pexhaustive")
    void everyCodePointIsReadAsTheReferenceReadsIt() throws IOException {
        sweep(TokenizerOptions.uncased(), all());
        sweep(TokenizerOptions.cased(), all());
        sweep(TokenizerOptions.uncased().withStripAccents(false), all());
        var bare = TokenizerOptions.cased().withCleanText(false).withTokenizeChineseChars(false);
        sweep(bare.withStripAccents(true), all());
    }

    @Test
    @EnabledIfSystemProperty(named = EXHAUSTIVE, matches = "true", disabledReason = "minutes; mvn -Pexhaustive")
    void everyCodePointIsReadAsTheReferenceReadsItWithVocabulariesOfModels() throws IOException {
        sweep(TestVocabularies.uncased(directory), all());
        sweep(TestVocabularies.cased(directory), all());
        sweep(TestVocabularies.chinese(directory), all());
    }

    private void sweep(TokenizerOptions options, IntStream codePoints) throws IOException {
        sweep(TestVocabularies.everyCharacter(directory, "sweep.json", options), codePoints);
    }

    private static void sweep(Path json, IntStream codePoints) throws IOException {
        try (var both = new ReferenceTokenizer(json)) {
            codePoints.filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE).forEach(codePoint -> {
                String character = Character.toString(codePoint);
                both.assertSame(character);
                both.assertSame("a " + character + " b a" + character + "b");
            });
        }
    }

    private static IntStream all() {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT);
    }

    private static IntStream interesting() {
        var ranges = IntStream.of(
                0x00, 0x24F, 0x2B0, 0x3FF, 0x480, 0x530, 0x590, 0x5D0, 0x600, 0x660, 0x9BC, 0x9DF, 0xE30, 0xE4F,
                0xF71, 0xF84, 0x135D, 0x137C, 0x1B34, 0x1B44, 0x1DC0, 0x206F, 0x20D0, 0x2140, 0x2A74, 0x2ADD,
                0x2FFB, 0x303F, 0x3093, 0x30A0, 0x3130, 0x3163, 0x33FE, 0x3402, 0x4DB4, 0x4E02, 0x9FEE, 0xA005,
                0xA66C, 0xA680, 0xAC00, 0xAC40, 0xD79F, 0xD7C0, 0xF8FE, 0xFB4F, 0xFE00, 0xFE30, 0xFEFD, 0xFF65,
                0xFFF0, 0x1000F, 0x10400, 0x10410, 0x16FE0, 0x16FF3, 0x1D15A, 0x1D170, 0x1F600, 0x1F610, 0x1FFFD,
                0x20002, 0x2A6D5, 0x2A702, 0x2B738, 0x2B742, 0x2B81B, 0x2B822, 0x2CEA0, 0x2CEB2, 0x2F7FE, 0x2FA20,
                0xE0000, 0xE0080, 0x10FFF0, 0x10FFFF).toArray();
        var inRanges = IntStream.range(0, ranges.length / 2)
                .flatMap(i -> IntStream.rangeClosed(ranges[2 * i], ranges[2 * i + 1]));
        var sample = IntStream.iterate(0, c -> c <= Character.MAX_CODE_POINT, c -> c + SAMPLE_STEP);
        return IntStream.concat(inRanges, sample).distinct();
    }
}
