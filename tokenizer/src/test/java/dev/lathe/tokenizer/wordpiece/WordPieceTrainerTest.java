package dev.lathe.tokenizer.wordpiece;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.tokenizer.Encoding;
import dev.lathe.tokenizer.text.TokenizerOptions;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WordPieceTrainerTest {
    private static final long SEED = Long.getLong("test.seed", 1_508);

    private static List<String> corpus() {
        return SampleTexts.mixed(SEED, 2_000);
    }

    private static List<String> train(List<String> texts, TrainerOptions options, int threads) {
        return new WordPieceTrainer(options, TokenizerOptions.uncased()).train(texts.stream(), threads)
                .vocabulary().tokens();
    }

    @Test
    void joinsTheMostFrequentNeighboursAndOfEqualOnesTheFirstByCodePoint() {
        List<String> tokens = train(List.of("low low lower, newest Newest widest"), new TrainerOptions(30, 2, 100), 1);
        assertEquals(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]",
                "##d", "##e", "##i", "##o", "##r", "##s", "##t", "##w", ",",
                "d", "e", "i", "l", "n", "o", "r", "s", "t", "w",
                "##es", "##est", "##ow", "low", "##ew", "##ewest"), tokens);
    }

    @Test
    void givesTheSameVocabularyInAnyOrderAndByAnyNumberOfThreads() {
        List<String> texts = corpus();
        List<String> expected = train(texts, TrainerOptions.ofSize(1_500), 1);
        assertEquals(1_500, expected.size());
        var shuffled = new ArrayList<>(texts);
        Collections.shuffle(shuffled, new Random(SEED));
        for (int threads : List.of(1, 2, 5)) {
            assertEquals(expected, train(texts, TrainerOptions.ofSize(1_500), threads));
            assertEquals(expected, train(shuffled, TrainerOptions.ofSize(1_500), threads));
        }
    }

    @Test
    void spellsItsOwnTextsWithoutUnknownTokens() {
        var options = TokenizerOptions.uncased();
        var tokenizer = new WordPieceTrainer(new TrainerOptions(1_500, 2, 10_000), options).train(corpus().stream(), 2);
        int words = 0;
        for (String text : corpus()) {
            Encoding encoding = tokenizer.encode(text);
            for (int i = 0; i < encoding.size(); i++) {
                boolean given = text.startsWith("[UNK]", encoding.start(i));
                boolean tooLong = encoding.end(i) - encoding.start(i) > 30;
                assertTrue(encoding.id(i) != tokenizer.unkId() || given || tooLong, () -> "unknown in " + text);
            }
            words += encoding.size();
        }
        assertTrue(words > 10_000, "too few words to tell: " + words);
    }

    @Test
    void leavesWordsOutOfWhichALetterIsNotInTheAlphabet() {
        var tokenizer = new WordPieceTrainer(new TrainerOptions(50, 1, 3), TokenizerOptions.cased())
                .train(Stream.of("aab aab aac bz"), 1);
        List<String> tokens = tokenizer.vocabulary().tokens();
        assertEquals(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "##a", "##b", "##c", "a", "b", "c",
                "aa", "aab", "aac"), tokens);
        assertEquals(List.of("[CLS]", "aab", "[UNK]", "[SEP]"), tokenizer.encode("aab bz").tokens());
    }

    @Test
    void learnsNothingFromSpecialTokens() {
        List<String> tokens = train(List.of("[MASK] a[SEP]b [MASK]"), new TrainerOptions(50, 1, 100), 1);
        assertEquals(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b"), tokens);
    }

    @Test
    void joinsNothingBelowTheFrequencyAskedFor() {
        List<String> texts = corpus();
        List<String> tokens = train(texts, new TrainerOptions(100_000, 40, 1_000), 1);
        assertFalse(tokens.size() == 100_000);
        assertEquals(tokens, train(texts, new TrainerOptions(50_000, 40, 1_000), 2));
        assertTrue(tokens.size() < train(texts, new TrainerOptions(100_000, 20, 1_000), 1).size());
    }

    /// The same merges by counting all pairs anew each time.
    @Test
    void mergesAsTheSlowWayDoes() {
        for (int run = 0; run < 20; run++) {
            var random = new Random(SEED + run);
            List<String> texts = IntStream.range(0, 60).mapToObj(i -> random.ints(1 + random.nextInt(9), 'a', 'd')
                    .mapToObj(Character::toString).collect(Collectors.joining())).toList();
            assertEquals(slowly(texts, 60, 2), train(texts, new TrainerOptions(60, 2, 10), 1), "seed " + (SEED + run));
        }
    }

    private static List<String> slowly(List<String> words, int size, int minFrequency) {
        var tokens = new ArrayList<>(TestVocabularies.SPECIAL);
        var split = words.stream().map(word -> new ArrayList<>(Arrays.asList(
                word.replaceAll("(?<=.)(?=.)", " ##").split(" ")))).toList();
        Stream.concat(split.stream().flatMap(List::stream), "abc".chars().mapToObj(Character::toString)
                .filter(letter -> words.stream().anyMatch(word -> word.contains(letter))))
                .distinct().sorted().forEach(tokens::add);
        while (tokens.size() < size) {
            var counts = new HashMap<List<String>, Integer>();
            split.forEach(word -> {
                for (int i = 1; i < word.size(); i++) {
                    counts.merge(List.of(word.get(i - 1), word.get(i)), 1, Integer::sum);
                }
            });
            var best = counts.keySet().stream().min(Comparator.<List<String>>comparingInt(counts::get).reversed()
                    .thenComparing(List::getFirst).thenComparing(List::getLast));
            if (best.isEmpty() || counts.get(best.get()) < minFrequency) {
                return tokens;
            }
            String joined = best.get().getFirst() + best.get().getLast().substring(2);
            if (!tokens.contains(joined)) {
                tokens.add(joined);
            }
            split.forEach(word -> {
                for (int i = 1; i < word.size(); i++) {
                    if (word.subList(i - 1, i + 1).equals(best.get())) {
                        word.remove(i);
                        word.set(i - 1, joined);
                    }
                }
            });
        }
        return tokens;
    }

    @Test
    void refusesWhatCannotBe() {
        assertEquals("train: vocabularySize 10: 5 special tokens and 6 pieces of one character",
                assertThrows(IllegalArgumentException.class,
                        () -> train(List.of("abc cba"), new TrainerOptions(10, 1, 9), 1)).getMessage());
        assertEquals("trainerOptions: vocabularySize 10, minFrequency 0, alphabetLimit 9: one is less than 1",
                assertThrows(IllegalArgumentException.class, () -> new TrainerOptions(10, 0, 9)).getMessage());
        assertEquals("train: 0 threads: at least one is needed", assertThrows(IllegalArgumentException.class,
                () -> train(List.of(), TrainerOptions.ofSize(10), 0)).getMessage());
    }

    @Test
    void passesOnWhatWentWrongWithTheTexts() {
        var trainer = new WordPieceTrainer(TrainerOptions.ofSize(100), TokenizerOptions.uncased());
        var broken = new UncheckedIOException(new java.io.IOException("gone"));
        for (int threads : List.of(1, 3)) {
            Stream<String> texts = Stream.of("a", "b").peek(text -> {
                throw broken;
            });
            assertEquals(broken, assertThrows(UncheckedIOException.class, () -> trainer.train(texts, threads)));
        }
    }

    @Test
    void ordersByCodePointsAndNotByUnits() {
        assertTrue(CodePointOrder.BY_CODE_POINT.compare("\uFFFC", "\uD83D\uDE00") < 0);
        assertTrue(CodePointOrder.BY_CODE_POINT.compare("\uD83D\uDE01", "\uD83D\uDE00") > 0);
        assertTrue(CodePointOrder.BY_CODE_POINT.compare("a", "ab") < 0);
        assertEquals(0, CodePointOrder.BY_CODE_POINT.compare("a\uFFFC", "a\uFFFC"));
    }
}
