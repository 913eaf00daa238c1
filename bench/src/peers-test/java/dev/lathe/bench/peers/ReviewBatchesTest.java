package dev.lathe.bench.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.tokenizer.Vocabulary;
import dev.lathe.tokenizer.text.TokenizerOptions;
import dev.lathe.tokenizer.wordpiece.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewBatchesTest {
    private static final WordPieceTokenizer TOKENIZER = WordPieceTokenizer.of(
            Vocabulary.of(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad")), TokenizerOptions.uncased());

    @TempDir
    private Path folder = Path.of("");

    @Test
    void readsWhatTheDemoLeaves() throws IOException {
        assertEquals(List.of(new ReviewSentences.Review("good good good", true), new ReviewSentences.Review("bad", false)),
                ReviewSentences.read(reviews()));
    }

    @Test
    void padsToTheLongestOfTheBatch() throws IOException {
        PaddedBatch batch = ReviewBatches.read(reviews(), TOKENIZER, 16).batches().getFirst();
        int good = batch.labels()[0] == 1 ? 0 : 1;
        assertEquals(5, batch.columns());
        assertArrayEquals(new long[] {2, 5, 5, 5, 3}, row(batch, good));
        assertArrayEquals(new long[] {2, 6, 3, 0, 0}, row(batch, 1 - good));
        assertEquals(1, batch.labels()[good]);
        assertEquals(0, batch.labels()[1 - good]);
        assertTrue(batch.hasPadding());
    }

    @Test
    void padsToTheMostThatAnyMayHave() throws IOException {
        ReviewBatches batches = ReviewBatches.read(reviews(), TOKENIZER, 16);
        ReviewBatches wide = batches.paddedToMost();
        assertEquals(8, batches.tokens());
        assertEquals(8, wide.tokens());
        assertEquals(10, batches.positions());
        assertEquals(256, wide.positions());
        long[] kept = row(wide.batches().getFirst(), 1);
        assertArrayEquals(row(batches.batches().getFirst(), 1), Arrays.copyOf(kept, 5));
    }

    @Test
    void aBatchOfOneHasNoPadding() throws IOException {
        for (PaddedBatch batch : ReviewBatches.read(reviews(), TOKENIZER, 1).batches()) {
            assertFalse(batch.hasPadding());
        }
    }

    private static long[] row(PaddedBatch batch, int row) {
        return Arrays.copyOfRange(batch.inputIds(), row * batch.columns(), (row + 1) * batch.columns());
    }

    private Path reviews() throws IOException {
        return Files.writeString(folder.resolve("reviews.jsonl"), """
                {"text":"good good good","label":"positive"}
                {"text":"bad","label":"negative"}
                """);
    }
}
