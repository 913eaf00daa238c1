package dev.lathe.tokenizer.wordpiece;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.tokenizer.Encoding;
import dev.lathe.tokenizer.TokenizerException;
import dev.lathe.tokenizer.TokenizerInput;
import dev.lathe.tokenizer.Truncation;
import dev.lathe.tokenizer.TruncationSide;
import dev.lathe.tokenizer.TruncationStrategy;
import dev.lathe.tokenizer.Vocabulary;
import dev.lathe.tokenizer.text.TokenizerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/// Whatever comes in: a defined result or one clear error, never an exception from inside.
class FuzzTest {
    private static final String SEED = "1962";

    private static final List<String> TOKENS =
            List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "low", "##er", "\u00E9", "\uD83D\uDE00", "\"", "#");
    private static final List<String> VALUES = List.of("null", "true", "-1", "7", "1e999", "99999999999", "\"\"", "\"x\"",
            "{}", "[]", "[null]", "[[]]", "{\"type\":\"x\"}", "\"\\ud800\"", "{\"a\":1,\"a\":2}");
    private static final Pattern VALUE =
            Pattern.compile("(?<=:)(\"(?:[^\"\\\\]|\\\\.)*\"|-?\\d+|true|false|null|\\{[^{}]*}|\\[[^\\[\\]]*])");

    private static Path directory;
    private static WordPieceTokenizer tokenizer;
    private static ReferenceTokenizer both;
    private static List<byte[]> files;

    @BeforeContainer
    static void load() throws IOException {
        directory = Files.createTempDirectory("fuzz");
        both = new ReferenceTokenizer(TestVocabularies.uncased(directory));
        tokenizer = both.ours();
        Files.delete(directory.resolve("uncased.json"));
        WordPieceTokenizer.of(Vocabulary.of(TOKENS), TokenizerOptions.uncased()).save(directory);
        files = List.of(read("tokenizer.json"), read("vocab.txt"), read("tokenizer_config.json"));
    }

    @AfterContainer
    static void close() throws IOException {
        both.close();
        for (String name : List.of("tokenizer.json", "vocab.txt", "tokenizer_config.json", "special_tokens_map.json")) {
            Files.deleteIfExists(directory.resolve(name));
        }
        Files.delete(directory);
    }

    private static byte[] read(String name) throws IOException {
        return Files.readAllBytes(directory.resolve(name));
    }

    @Provide
    Arbitrary<String> texts() {
        return PropertyTexts.any();
    }

    @Property(seed = SEED)
    void encodesAnyTextAsTheReference(@ForAll("texts") String text) {
        both.assertSame(PropertyTexts.whole(text));
        Encoding encoding = tokenizer.encode(text);
        assertArrayEquals(tokenizer.encode(PropertyTexts.whole(text)).ids(), encoding.ids());
        for (int i = 0; i < encoding.size(); i++) {
            assertTrue(0 <= encoding.start(i) && encoding.start(i) <= encoding.end(i) && encoding.end(i) <= text.length());
        }
    }

    @Property(seed = SEED)
    void cutsAnyTextOrSaysWhyNot(
            @ForAll("texts") String text, @ForAll("texts") String pair, @ForAll TruncationStrategy strategy,
            @ForAll TruncationSide side, @ForAll @IntRange(max = 40) int maxLength, @ForAll @IntRange(max = 6) int stride) {
        var truncation = new Truncation(strategy, side, maxLength, stride);
        for (TokenizerInput input : List.of(new TokenizerInput.Text(text), new TokenizerInput.TextPair(text, pair),
                new TokenizerInput.Words(List.of(text, pair)),
                new TokenizerInput.WordsPair(List.of(text), List.of(pair, text)))) {
            try {
                List<Encoding> windows = tokenizer.windows(input, truncation);
                assertTrue(strategy == TruncationStrategy.DO_NOT_TRUNCATE || windows.getFirst().size() <= maxLength);
            } catch (IllegalArgumentException refused) {
                assertTrue(refused.getMessage().startsWith("encode: "), refused.getMessage());
            }
        }
    }

    @Property(seed = SEED)
    void decodesAnyIdsOrNamesTheOneThatIsNot(@ForAll List<@IntRange(min = -5, max = 31_000) Integer> ids) {
        int[] given = ids.stream().mapToInt(Integer::intValue).toArray();
        if (Arrays.stream(given).allMatch(id -> id >= 0 && id < tokenizer.vocabulary().size())) {
            assertTrue(tokenizer.decode(given, true).length() <= tokenizer.decode(given, false).length());
        } else {
            assertThrows(IndexOutOfBoundsException.class, () -> tokenizer.decode(given, false));
        }
    }

    /// Bytes changed, cut out and put in.
    @Property(seed = SEED)
    void loadsDamagedFilesOrSaysWhatIsWrong(@ForAll long seed) throws IOException {
        var random = new Random(seed);
        byte[][] damaged = files.stream().map(bytes -> damage(bytes, random)).toArray(byte[][]::new);
        load(damaged);
    }

    private static byte[] damage(byte[] bytes, Random random) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), at + random.nextInt(random.nextBoolean() ? 3 : 300));
            String put = random.ints(random.nextInt(4), 0, 256).mapToObj(Character::toString).collect(Collectors.joining());
            text = text.substring(0, at) + (random.nextBoolean() ? put : text.substring(at, to) + put) + text.substring(to);
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Whole values replaced by others, so that the JSON stays well-formed and its meaning does not.
    @Property(seed = SEED)
    void loadsFilesOfAnotherMeaningOrSaysWhatIsWrong(@ForAll long seed) throws IOException {
        var random = new Random(seed);
        load(twist(files.getFirst(), random), files.get(1), twist(files.getLast(), random));
    }

    private static byte[] twist(byte[] bytes, Random random) {
        String text = new String(bytes, StandardCharsets.UTF_8).replaceAll("\" : ", "\":");
        for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
            List<java.util.regex.MatchResult> values = VALUE.matcher(text).results().toList();
            var chosen = values.get(random.nextInt(values.size()));
            text = text.substring(0, chosen.start()) + VALUES.get(random.nextInt(VALUES.size()))
                    + text.substring(chosen.end());
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void load(byte[]... contents) throws IOException {
        for (boolean withJson : List.of(true, false)) {
            Files.write(directory.resolve("vocab.txt"), contents[1]);
            Files.write(directory.resolve("tokenizer_config.json"), contents[2]);
            if (withJson) {
                Files.write(directory.resolve("tokenizer.json"), contents[0]);
            } else {
                Files.delete(directory.resolve("tokenizer.json"));
            }
            try {
                var loaded = WordPieceTokenizer.load(directory);
                Encoding encoding = loaded.encode("Lower [MASK] \u00C9\uD83D\uDE00 x\"#");
                assertEquals(loaded.clsId(), encoding.id(0));
                assertTrue(loaded.decode(encoding.ids(), true).length() < 100_000);
            } catch (TokenizerException refused) {
                assertTrue(refused.getMessage().startsWith(directory.toString()), refused.getMessage());
            }
        }
    }
}
