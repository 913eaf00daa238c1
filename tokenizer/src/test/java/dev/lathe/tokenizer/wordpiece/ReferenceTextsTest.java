package dev.lathe.tokenizer.wordpiece;

import dev.lathe.tokenizer.TokenizerInput.Words;
import dev.lathe.tokenizer.Truncation;
import dev.lathe.tokenizer.text.TokenizerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole texts, pairs and words against the native tokenizer: tokens, ids, types, words, sequences, spans.
class ReferenceTextsTest {
    private static final long SEED = Long.getLong("test.seed", 20_251);
    private static final int MIXED = 400;

    @TempDir
    Path directory;

    @Test
    void readsTextsAsTheReferenceUncased() throws IOException {
        withReference(TestVocabularies.uncased(directory), both -> texts().forEach(both::assertSame));
    }

    @Test
    void readsTextsAsTheReferenceCased() throws IOException {
        withReference(TestVocabularies.cased(directory), both -> texts().forEach(both::assertSame));
    }

    @Test
    void readsTextsAsTheReferenceWithTheChineseVocabulary() throws IOException {
        withReference(TestVocabularies.chinese(directory), both -> texts().forEach(both::assertSame));
    }

    @Test
    void readsTextsAsTheReferenceUnderEachOptionOfTheNormaliser() throws IOException {
        for (int switches = 0; switches < 16; switches++) {
            var options = TokenizerOptions.cased()
                    .withLowercase((switches & 1) != 0)
                    .withStripAccents((switches & 2) != 0)
                    .withCleanText((switches & 4) != 0)
                    .withTokenizeChineseChars((switches & 8) != 0)
                    .withMaxInputCharsPerWord(100 - switches);
            var tokens = letters();
            withReference(TestVocabularies.write(directory.resolve(switches + ".json"), tokens, options),
                    both -> texts().forEach(both::assertSame));
        }
    }

    @Test
    void putsMarksInOrderAndAlignsThemAsTheReference() throws IOException {
        Path json = TestVocabularies.write(directory.resolve("marks.json"), letters(), TokenizerOptions.uncased());
        withReference(json, both -> SampleTexts.marked(SEED, 20_000).forEach(both::assertSame));
    }

    @Test
    void readsPairsAsTheReference() throws IOException {
        var first = SampleTexts.written();
        var second = SampleTexts.mixed(SEED + 1, first.size());
        try (var both = new ReferenceTokenizer(TestVocabularies.uncased(directory))) {
            for (int i = 0; i < first.size(); i++) {
                both.assertSame(first.get(i), second.get(i));
                both.assertSame(second.get(i), first.get(i));
            }
        }
    }

    @Test
    void readsWordsGivenOneByOneAsTheReference() throws IOException {
        try (var both = new ReferenceTokenizer(TestVocabularies.uncased(directory))) {
            both.assertSame(new Words(List.of()), Truncation.NONE);
            both.assertSame(new Words(List.of("", " ", "\u0301")), Truncation.NONE);
            for (String text : texts()) {
                both.assertSame(new Words(List.of(text.split(" ", -1))), Truncation.NONE);
                both.assertSame(new Words(List.of(text, "[MASK]it", "", text)), Truncation.to(9));
            }
        }
    }

    @Test
    void readsAnySequenceOfCodePointsAsTheReference() throws IOException {
        Path json = TestVocabularies.everyCharacter(directory, "every.json", TokenizerOptions.uncased());
        withReference(json, both -> SampleTexts.random(SEED, 5_000).forEach(both::assertSame));
    }

    private static void withReference(Path json, Consumer<ReferenceTokenizer> check) throws IOException {
        try (var both = new ReferenceTokenizer(json)) {
            check.accept(both);
        }
    }

    private static List<String> texts() {
        var texts = new ArrayList<>(SampleTexts.written());
        texts.addAll(SampleTexts.mixed(SEED, MIXED));
        return texts;
    }

    /// A vocabulary of the single characters in all texts, normalised and not.
    private static List<String> letters() {
        var tokens = new ArrayList<>(TestVocabularies.SPECIAL);
        var written = String.join("", SampleTexts.written());
        var both = written + written.toLowerCase(Locale.ROOT);
        var marked = String.join("", SampleTexts.marked(SEED, 1_000));
        (both + Normalizer.normalize(both, Normalizer.Form.NFD) + marked)
                .codePoints().filter(c -> !Character.isISOControl(c)).distinct().forEach(c -> {
                    tokens.add(Character.toString(c));
                    tokens.add("##" + Character.toString(c));
                });
        return tokens;
    }
}
