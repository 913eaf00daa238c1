package dev.lathe.tokenizer.wordpiece;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.lathe.tokenizer.BatchEncoder;
import dev.lathe.tokenizer.Encoding;
import dev.lathe.tokenizer.TokenizerInput;
import dev.lathe.tokenizer.Truncation;
import dev.lathe.tokenizer.TruncationSide;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many texts at once give what each gives alone.
class BatchTest {
    private static final long SEED = Long.getLong("test.seed", 64);

    /// A short-lived object a text is no allocation a token.
    private static final int BYTES_PER_TEXT = 128;

    @TempDir
    Path directory;

    private WordPieceTokenizer tokenizer;
    private List<String> texts;

    @BeforeEach
    void load() throws IOException {
        tokenizer = WordPieceTokenizer.fromTokenizerJson(TestVocabularies.uncased(directory));
        texts = new ArrayList<>(SampleTexts.written());
        texts.addAll(SampleTexts.marked(SEED, 200));
        texts.addAll(SampleTexts.mixed(SEED, 500));
    }

    private static List<String> columns(Encoding encoding) {
        var columns = new ArrayList<String>();
        for (int i = 0; i < encoding.size(); i++) {
            columns.add("%d %d-%d %d".formatted(
                    encoding.id(i), encoding.start(i), encoding.end(i), encoding.wordId(i)));
        }
        return columns;
    }

    private static List<String> columns(BatchEncoder batch, int sequence) {
        var columns = new ArrayList<String>();
        for (int i = batch.sequenceStarts()[sequence]; i < batch.sequenceStarts()[sequence + 1]; i++) {
            columns.add("%d %d-%d %d".formatted(
                    batch.ids()[i], batch.starts()[i], batch.ends()[i], batch.wordIds()[i]));
        }
        return columns;
    }

    @Test
    void fillsTheSameArraysBatchAfterBatch() {
        BatchEncoder batch = tokenizer.batchEncoder();
        for (int maxLength : List.of(Integer.MAX_VALUE, 9, 2)) {
            batch.encode(texts, maxLength);
            assertEquals(texts.size(), batch.size());
            for (int i = 0; i < texts.size(); i++) {
                assertEquals(columns(tokenizer.encode(texts.get(i), maxLength)), columns(batch, i), texts.get(i));
            }
        }
        int[] ids = batch.ids();
        batch.encode(List.of("one two"), 512);
        assertEquals(4, batch.tokenCount());
        assertTrue(ids == batch.ids(), "smaller batches need no new array");
        batch.encode(List.of(), 512);
        assertEquals(0, batch.tokenCount());
    }

    @Test
    void allocatesNothingPerToken() {
        BatchEncoder batch = tokenizer.batchEncoder();
        List<String> joined = Collections.nCopies(4, String.join(" ", texts));
        batch.encode(joined, Integer.MAX_VALUE);
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        batch.encode(joined, Integer.MAX_VALUE);
        long allocated = thread.getCurrentThreadAllocatedBytes() - before;
        assertTrue(batch.tokenCount() > 10_000, "too few tokens to tell");
        assertTrue(allocated <= BYTES_PER_TEXT * joined.size(),
                "%d bytes for %d tokens of %d texts".formatted(allocated, batch.tokenCount(), joined.size()));
    }

    @Test
    void anyNumberOfThreadsGivesTheSameEncodings() {
        for (var truncation : List.of(Truncation.NONE, Truncation.to(12),
                Truncation.to(12).withSide(TruncationSide.LEFT).withStride(3))) {
            var alone = texts.stream()
                    .map(text -> columns(tokenizer.encode(new TokenizerInput.Text(text), truncation))).toList();
            for (int threads : List.of(1, 2, 3, 16)) {
                var together = tokenizer.encodeAll(texts, truncation, threads);
                assertEquals(alone, together.stream().map(BatchTest::columns).toList(), threads + " threads");
            }
        }
        assertEquals(List.of(), tokenizer.encodeAll(List.of(), Truncation.NONE, 4));
    }

    @Test
    void finishesOnAnExecutorThatIsBusyWithTheCallerItself() throws InterruptedException, ExecutionException {
        try (var single = Executors.newSingleThreadExecutor()) {
            var encodings = single.submit(() -> tokenizer.encodeAll(texts, Truncation.NONE, 4, single)).get();
            assertEquals(texts.size(), encodings.size());
            assertArrayEquals(tokenizer.encode(texts.getLast()).ids(), encodings.getLast().ids());
        }
    }

    @Test
    void refusesAsTheFirstTextWould() {
        var many = Collections.nCopies(1_000, "one two three");
        assertEquals("encode: maxLength 1: the special tokens alone are 2", assertThrows(IllegalArgumentException.class,
                () -> tokenizer.encodeAll(many, Truncation.to(1), 4)).getMessage());
        assertEquals("encodeAll: 0 tasks: at least one is needed", assertThrows(IllegalArgumentException.class,
                () -> tokenizer.encodeAll(many, Truncation.NONE, 0)).getMessage());
        assertEquals("encode: maxLength 1: the special tokens alone are 2", assertThrows(IllegalArgumentException.class,
                () -> tokenizer.batchEncoder().encode(many, 1)).getMessage());
        var withNull = Arrays.asList("one", null);
        assertThrows(NullPointerException.class, () -> tokenizer.encodeAll(withNull, Truncation.NONE, 2));
    }
}
