package dev.lathe.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Texts and files that nobody writes on purpose, or only on purpose.
class BadInputTest {
    private static final List<String> TOKENS = List.of("[UNK]", "[CLS]", "[SEP]", "a", "##a", "\uE000", "b");
    private static final int TEN_MILLION = 10_000_000;

    @TempDir
    Path directory;

    private static WordPieceTokenizer tokenizer() {
        return WordPieceTokenizer.of(Vocabulary.of(TOKENS), TokenizerOptions.uncased());
    }

    private String refusal() {
        String message = assertThrows(TokenizerException.class, () -> WordPieceTokenizer.load(directory)).getMessage();
        return message.replace(directory + "/", "");
    }

    /// The word is too long from its 101st letter on, so nothing of it needs to be kept.
    @Test
    void readsTenMegabytesOfOneWordInBoundedTimeAndMemory() {
        var tokenizer = tokenizer();
        for (String text : List.of("a".repeat(TEN_MILLION), "\u00C9".repeat(TEN_MILLION), "\uD83D".repeat(TEN_MILLION))) {
            var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = thread.getCurrentThreadAllocatedBytes();
            Encoding encoding = assertTimeout(Duration.ofSeconds(20), () -> tokenizer.encode(text));
            long allocated = thread.getCurrentThreadAllocatedBytes() - before;
            assertTrue(encoding.size() <= 3);
            assertTrue(allocated < 100_000, allocated + " bytes");
        }
    }

    @Test
    void readsTenMegabytesOfOneAccentInBoundedTime() {
        var tokenizer = tokenizer();
        for (String mark : List.of("\u0301", "\u302E", "\u0344")) {
            String text = "a" + mark.repeat(TEN_MILLION / 2) + " b";
            Encoding encoding = assertTimeout(Duration.ofSeconds(30), () -> tokenizer.encode(text));
            assertEquals("b", encoding.token(2));
        }
    }

    @Test
    void givesZeroReplacementAndPrivateUseTheirMeaning() {
        assertEquals(List.of("[CLS]", "a", "##a", "[SEP]"), tokenizer().encode("a\0\uFFFD\uD800a").tokens());
        var unclean = WordPieceTokenizer.of(Vocabulary.of(TOKENS), TokenizerOptions.uncased().withCleanText(false));
        assertEquals(List.of("[CLS]", "[UNK]", "\uE000", "[SEP]"), unclean.encode("a\0a \uE000").tokens());
        assertEquals(List.of("[CLS]", "b", "[SEP]"), tokenizer().encode("\uE000b").tokens());
    }

    @Test
    void takesAnEmptyLineForATokenThatNoTextHas() throws IOException {
        Files.writeString(directory.resolve("vocab.txt"), "[UNK]\n[CLS]\n[SEP]\n\na\n");
        var tokenizer = WordPieceTokenizer.load(directory);
        assertEquals(4, tokenizer.encode("a").id(1));
        assertEquals("", tokenizer.vocabulary().token(3));
        assertEquals(List.of("[CLS]", "[UNK]", "[SEP]"), tokenizer.encode("x").tokens());
    }

    @Test
    void refusesTwoEmptyLinesDuplicatesAndMissingTokens() throws IOException {
        Files.writeString(directory.resolve("vocab.txt"), "[UNK]\n[CLS]\n\n[SEP]\n\n");
        assertEquals("vocab.txt: line 5: '' is on line 3 already", refusal());
        Files.writeString(directory.resolve("vocab.txt"), "[CLS]\n[SEP]\na\n");
        assertEquals("vocab.txt: no token '[UNK]'", refusal());
    }

    @Test
    void refusesHalfACharacterInAVocabulary() throws IOException {
        assertEquals("vocabulary: token 1 holds half a surrogate pair", assertThrows(IllegalArgumentException.class,
                () -> Vocabulary.of(List.of("a", "b\uD83D"))).getMessage());
        Path json = TestVocabularies.write(directory.resolve("tokenizer.json"),
                List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "low"), TokenizerOptions.cased());
        TestVocabularies.replace(json, "\"low\"", "\"\\ud83d\"");
        assertEquals("tokenizer.json: model.vocab: vocabulary: token 5 holds half a surrogate pair", refusal());
    }

    @Test
    void refusesBrokenWideEncodingsOfJson() throws IOException {
        byte[] wide = "{\"a\":1}".getBytes(StandardCharsets.UTF_32BE);
        wide[6] = 0x7F;
        wide[5] = 0x7F;
        Files.write(directory.resolve("tokenizer.json"), wide);
        assertTrue(refusal().startsWith("tokenizer.json: "), refusal());
    }

    @Test
    void refusesAFileThatIsTooLargeWithoutReadingIt() throws IOException {
        try (var file = new RandomAccessFile(directory.resolve("vocab.txt").toFile(), "rw")) {
            file.setLength(FileBytes.MAX + 1);
        }
        assertEquals("vocab.txt: 268435457 bytes: no tokenizer file has more than 268435456", refusal());
    }
}
