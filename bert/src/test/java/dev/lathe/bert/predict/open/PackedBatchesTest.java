package dev.lathe.bert.predict.open;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.encoder.TokenSequence;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PackedBatchesTest {
    @Test
    void everyTextIsInOneBatchOfAtMostTwoThousandTokensLongestFirst() {
        long seed = Long.getLong("test.seed", System.nanoTime());
        var random = new Random(seed);
        List<TokenSequence> texts = IntStream.range(0, 500).mapToObj(i -> ofLength(1 + random.nextInt(512))).toList();
        List<int[]> batches = PackedBatches.of(texts);
        int[] all = batches.stream().flatMapToInt(Arrays::stream).toArray();
        assertArrayEquals(
                IntStream.range(0, texts.size()).toArray(), Arrays.stream(all).sorted().toArray(), () -> "-Dtest.seed=" + seed);
        for (int i = 1; i < all.length; i++) {
            assertTrue(texts.get(all[i - 1]).size() >= texts.get(all[i]).size(), () -> "-Dtest.seed=" + seed);
        }
        for (int[] batch : batches) {
            int tokens = Arrays.stream(batch).map(i -> texts.get(i).size()).sum();
            assertTrue(tokens <= 2048, () -> tokens + " tokens, -Dtest.seed=" + seed);
        }
    }

    @Test
    void aTextLongerThanABatchIsABatchOfItsOwn() {
        List<int[]> batches = PackedBatches.of(List.of(ofLength(1), ofLength(3000), ofLength(2)));
        assertEquals(2, batches.size());
        assertArrayEquals(new int[] {1}, batches.get(0));
        assertArrayEquals(new int[] {2, 0}, batches.get(1));
    }

    @Test
    void noTextsAreNoBatches() {
        assertEquals(List.of(), PackedBatches.of(List.of()));
    }

    private static TokenSequence ofLength(int length) {
        return TokenSequence.of(new int[length], new int[length]);
    }
}
