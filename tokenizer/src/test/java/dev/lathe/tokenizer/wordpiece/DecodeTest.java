package dev.lathe.tokenizer.wordpiece;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.tokenizer.TokenizerException;
import dev.lathe.tokenizer.Truncation;
import dev.lathe.tokenizer.text.TokenizerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ids back to text as the native decoder does it.
class DecodeTest {
    private static final long SEED = Long.getLong("test.seed", 90_210);

    @TempDir
    Path directory;

    @Test
    void decodesTextsAsTheReference() throws IOException {
        for (Path json : List.of(TestVocabularies.uncased(directory), TestVocabularies.cased(directory),
                TestVocabularies.chinese(directory))) {
            var tokenizer = WordPieceTokenizer.fromTokenizerJson(json);
            try (var reference = new NativeTokenizer(json, Truncation.NONE)) {
                for (String text : SampleTexts.written()) {
                    int[] ids = tokenizer.encode(text, text).ids();
                    assertEquals(reference.decode(ids, true), tokenizer.decode(ids, true), text);
                    assertEquals(reference.decode(ids, false), tokenizer.decode(ids, false), text);
                }
            }
        }
    }

    /// Tokens that no text gives, among them all that cleaning up touches.
    @Test
    void decodesAnySequenceOfIdsAsTheReference() throws IOException {
        var tokens = new ArrayList<>(TestVocabularies.SPECIAL);
        tokens.addAll(List.of("a", "##b", "##", "#", "####", ".", "?", "!", ",", "'", "n't", "'m", "'s", "'ve", "'re",
                " ' ", "do not", "x do not.", "x .", "##.", "## .", "##'s", " ", "", "## do not", "x ' y", ". n't"));
        var random = new Random(SEED);
        for (boolean cleanUp : List.of(true, false)) {
            Path json = TestVocabularies.write(directory.resolve("decode.json"), tokens, TokenizerOptions.cased());
            TestVocabularies.replace(json, "\"cleanup\":true", "\"cleanup\":" + cleanUp);
            var tokenizer = WordPieceTokenizer.fromTokenizerJson(json);
            try (var reference = new NativeTokenizer(json, Truncation.NONE)) {
                for (int run = 0; run < 5_000; run++) {
                    int[] ids = random.ints(random.nextInt(8), 0, tokens.size()).toArray();
                    assertEquals(reference.decode(ids, false), tokenizer.decode(ids, false));
                    assertEquals(reference.decode(ids, true), tokenizer.decode(ids, true, cleanUp));
                }
            }
        }
    }

    @Test
    void putsSpacesBetweenTokensWithoutADecoderAsTheReference() throws IOException {
        Path json = TestVocabularies.write(directory.resolve("t.json"),
                List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "##a", "."), TokenizerOptions.cased());
        TestVocabularies.replace(json, "{\"type\":\"WordPiece\",\"prefix\":\"##\",\"cleanup\":true}", "null");
        var tokenizer = WordPieceTokenizer.fromTokenizerJson(json);
        tokenizer.save(directory);
        var saved = WordPieceTokenizer.load(directory);
        try (var reference = new NativeTokenizer(json, Truncation.NONE)) {
            int[] ids = tokenizer.encode("aaa.").ids();
            assertEquals("[CLS] a ##a ##a . [SEP]", reference.decode(ids, false));
            assertEquals(reference.decode(ids, false), tokenizer.decode(ids, false));
            assertEquals(reference.decode(ids, true), saved.decode(ids, true));
        }
        assertEquals("aaa.", tokenizer.decode(tokenizer.encode("aaa.").ids(), true, true));
    }

    @Test
    void givesPlainTextBack() throws IOException {
        var tokenizer = WordPieceTokenizer.fromTokenizerJson(TestVocabularies.uncased(directory));
        int[] ids = tokenizer.encode("Unaffable foxes, can't they jump? Yes!").ids();
        assertEquals("unaffable foxes, can ' t they jump? yes!", tokenizer.decode(ids, true));
        assertEquals("[CLS] unaffable foxes , can ' t they jump ? yes ! [SEP]", tokenizer.decode(ids, false, false));
    }

    /// The native decoder leaves out ids that no token has.
    @Test
    void refusesIdsThatNoTokenHas() throws IOException {
        var tokenizer = WordPieceTokenizer.fromTokenizerJson(TestVocabularies.uncased(directory));
        assertEquals("vocabulary: token id 30522: vocabulary has 0..30521", assertThrows(
                IndexOutOfBoundsException.class, () -> tokenizer.decode(new int[] {1, 30_522}, true)).getMessage());
        try (var reference = new NativeTokenizer(directory.resolve("uncased.json"), Truncation.NONE)) {
            assertEquals("the", reference.decode(new int[] {30_522, 1996}, true));
        }
    }

    @Test
    void refusesOtherDecodersByName() throws IOException {
        Path json = TestVocabularies.write(
                directory.resolve("t.json"), TestVocabularies.SPECIAL, TokenizerOptions.cased());
        String whole = Files.readString(json);
        TestVocabularies.replace(json, "\"decoder\":{\"type\":\"WordPiece\"", "\"decoder\":{\"type\":\"BPEDecoder\"");
        assertEquals(json + ": decoder 'BPEDecoder': only WordPiece is supported",
                assertThrows(TokenizerException.class, () -> WordPieceTokenizer.fromTokenizerJson(json)).getMessage());
        Files.writeString(json, whole);
        TestVocabularies.replace(json, "\"prefix\":\"##\"", "\"prefix\":\"@@\"");
        assertEquals(json + ": decoder: prefix '@@': only '##' is supported",
                assertThrows(TokenizerException.class, () -> WordPieceTokenizer.fromTokenizerJson(json)).getMessage());
    }
}
