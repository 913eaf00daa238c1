package dev.lathe.tokenizer.wordpiece;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.lathe.tokenizer.AddedToken;
import dev.lathe.tokenizer.Encoding;
import dev.lathe.tokenizer.TokenizerException;
import dev.lathe.tokenizer.Vocabulary;
import dev.lathe.tokenizer.file.FileBytes;
import dev.lathe.tokenizer.file.VocabularyExtension;
import dev.lathe.tokenizer.text.TokenizerOptions;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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

    /// Values of transformers 5.18: the last line has the token, and only different lines count for what comes behind.
    @Test
    void readsEmptyLinesAndDuplicatesAsTheReference() throws IOException {
        Files.writeString(directory.resolve("tokenizer_config.json"), "{\"extra_special_tokens\": [\"<d>\"]}");
        String head = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n";
        assertEquals(List.of(9, 2, 5, 6, 8, 3), sizeAndIds(head + "low\nx\n\n\n\n"));
        assertEquals(List.of(9, 2, 5, 6, 8, 3), sizeAndIds(head + "low\nx\n\n"));
        assertEquals(List.of(8, 2, 6, 7, 7, 3), sizeAndIds(head + "low\nlow\nx\n"));
        assertEquals(List.of(10, 2, 5, 6, 9, 3), sizeAndIds(head + "low \nx\u3000\n\u2028\n\u0085\ner\u00A0\r\n"));
        assertEquals(List.of(8, 2, 4, 5, 7, 3), sizeAndIds("[PAD]\n[UNK]\n[CLS]\n[SEP]\nlow\nx\n"));
        Files.delete(directory.resolve("tokenizer_config.json"));
        assertEquals(List.of(7, 2, 5, 6, 1, 1, 1, 3), sizeAndIds(head + "low\nx\n\n\n\n"));
    }

    /// The size of the vocabulary, then the ids of a text; what was saved gives the same.
    private List<Integer> sizeAndIds(String lines) throws IOException {
        Files.writeString(directory.resolve("vocab.txt"), lines);
        var first = WordPieceTokenizer.load(directory);
        first.save(directory.resolve("saved"));
        for (var tokenizer : List.of(first, WordPieceTokenizer.load(directory.resolve("saved")))) {
            assertEquals(first.vocabulary().size(), tokenizer.vocabulary().size());
            assertArrayEquals(first.encode("low x <d>").ids(), tokenizer.encode("low x <d>").ids());
            assertEquals(first.decode(new int[] {5, 6}, false), tokenizer.decode(new int[] {5, 6}, false));
        }
        return IntStream.concat(IntStream.of(first.vocabulary().size()), Arrays.stream(first.encode("low x <d>").ids()))
                .boxed().toList();
    }

    @Test
    void refusesVocabulariesWithoutTheUnknownToken() throws IOException {
        Files.writeString(directory.resolve("vocab.txt"), "[CLS]\n[SEP]\na\n");
        assertEquals("vocab.txt: no token '[UNK]'", refusal());
    }

    /// Ten thousand tokens, some long and each the beginning of a longer one, and a text that begins each of them at
    /// every place; then one whose every place is a token that owns all spaces behind it.
    @Test
    void findsThousandsOfAddedTokensInTimeThatGrowsWithTheTextAlone() {
        var added = new ArrayList<AddedToken>();
        for (int i = 0; i < 5_000; i++) {
            added.add(AddedToken.special(AddedToken.NO_ID, "a".repeat(1 + i) + "b"));
            added.add(new AddedToken(AddedToken.NO_ID, "c".repeat(1 + i) + "d", false, true, i % 2 == 0, true, true));
        }
        added.add(new AddedToken(AddedToken.NO_ID, " ", true, false, false, false, true));
        var model = new VocabularyExtension("test", Vocabulary.of(TOKENS));
        added.forEach(model::add);
        var parts = new TokenizerParts("test", model.vocabulary(), TokenizerOptions.uncased(), model.tokens(),
                Optional.empty(), DecodingForm.CLEANED_UP);
        var tokenizer = assertTimeout(Duration.ofSeconds(20), () -> WordPieceTokenizer.of(parts));
        assertEquals(List.of("[CLS]", "aaab", "cd", "[SEP]"), tokenizer.encode("aaabcd").tokens());
        for (String text : List.of("a".repeat(1_000_000), "c".repeat(1_000_000), "[".repeat(1_000_000),
                " ".repeat(1_000_000), "aab ccd ".repeat(100_000))) {
            assertTimeout(Duration.ofSeconds(20), () -> tokenizer.encode(text));
        }
    }

    /// Each place of the word begins the long piece, which none of them ends.
    @Test
    void cutsALongWordInTimeThatGrowsWithItAlone() {
        var tokens = new ArrayList<>(TOKENS);
        tokens.add("##" + "a".repeat(50_000) + "z");
        tokens.add("##aab");
        var tokenizer = WordPieceTokenizer.of(
                Vocabulary.of(tokens), TokenizerOptions.uncased().withMaxInputCharsPerWord(100_000));
        Encoding encoding = assertTimeout(
                Duration.ofSeconds(5), () -> tokenizer.encode("a".repeat(99_998) + "b" + " " + "a".repeat(99_999) + "c"));
        assertEquals(99_998 - 2 + 1 + 1 + 2, encoding.size());
        assertEquals("##aab", encoding.token(encoding.size() - 3));
        assertEquals(99_999, encoding.end(encoding.size() - 3));
        assertEquals("[UNK]", encoding.token(encoding.size() - 2));
    }

    @Test
    void opensNeitherPipesNorDevices() throws IOException, InterruptedException {
        Files.writeString(directory.resolve("vocab.txt"), "[UNK]\n[CLS]\n[SEP]\n");
        for (String name : List.of("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json",
                "added_tokens.json", "config.json", "vocab.txt")) {
            Path file = directory.resolve(name);
            Files.deleteIfExists(file);
            Files.createSymbolicLink(file, Path.of("/dev/zero"));
            assertEquals(name + ": not a regular file", refusal());
            Files.delete(file);
            assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).inheritIO().start().waitFor());
            assertEquals(name + ": not a regular file", refusal());
            Files.delete(file);
            Files.createDirectory(file);
            assertEquals(name + ": not a regular file", refusal());
            Files.delete(file);
        }
    }

    @Test
    void followsALinkToARegularFile() throws IOException {
        Files.writeString(directory.resolve("blob"), "[UNK]\n[CLS]\n[SEP]\n");
        Files.createSymbolicLink(directory.resolve("vocab.txt"), directory.resolve("blob"));
        assertEquals(3, WordPieceTokenizer.load(directory).vocabulary().size());
    }

    @Test
    void shortensNamesInMessages() throws IOException {
        String name = "x".repeat(40_000);
        Files.writeString(directory.resolve("vocab.txt"), "[UNK]\n[CLS]\n[SEP]\n");
        String shortened = "x".repeat(40) + "… (40000 characters)";
        for (var message : Map.of(
                "{\"tokenizer_class\": \"%s\"}", "tokenizer_config.json: tokenizer_class '%s': only BertTokenizer and those "
                        + "that split text as it does are supported",
                "{\"unk_token\": \"%s\"}", "vocab.txt: no token '%s'",
                "{\"added_tokens_decoder\": {\"%s\": {}}}", "tokenizer_config.json: added_tokens_decoder: '%s' is not an id",
                "{\"added_tokens_decoder\": {\"1\": {\"content\": \"%s\"}}}",
                "vocab.txt: added token '%s' has id 1, which is '[CLS]'",
                "{\"extra_special_tokens\": {\"%s\": 1}}",
                "tokenizer_config.json: extra_special_tokens: '%s' is not a string").entrySet()) {
            Files.writeString(directory.resolve("tokenizer_config.json"), message.getKey().formatted(name));
            assertEquals(message.getValue().formatted(shortened), refusal());
        }
        Files.writeString(directory.resolve("tokenizer_config.json"), "{\"tokenizer_class\": \"a\\nb\\ud800\"}");
        assertEquals("tokenizer_config.json: tokenizer_class 'a\\u000Ab\\uD800': only BertTokenizer and those "
                + "that split text as it does are supported", refusal());
    }

    @Test
    void saysThatJsonIsTooDeep() throws IOException {
        Files.writeString(directory.resolve("tokenizer_config.json"), "{\n\"a\":" + "[".repeat(1_000_000));
        assertEquals("tokenizer_config.json: JSON in more than 1000 levels, or a name or number too long", refusal());
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
