package dev.lathe.train.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.loop.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Fine-tunings that are stopped on request.
class CancelledFineTuningTest {
    @TempDir
    private Path folder;
    private Path encoder;
    private TrainingData data;

    @BeforeEach
    void fill() throws IOException {
        encoder = TinyModel.encoder(folder.resolve("encoder"));
        data = TrainingData.of(TinyModel.sentences(folder.resolve("train.jsonl"), 24))
                .withDev(TinyModel.sentences(folder.resolve("dev.jsonl"), 8));
    }

    private FineTuning run(Path out) {
        return new FineTuning(BaseModel.of(encoder), data, out)
                .options(TrainingOptions.builder().epochs(2).batchSize(8).build()).saveSteps(2);
    }

    /// Counts steps.
    private static final class Steps implements TrainingListener {
        private final AtomicInteger done = new AtomicInteger();

        @Override
        public void step(StepProgress progress) {
            done.set(progress.step());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | nothing was saved yet
            1 | nothing was saved yet
            2 | to be resumed from step 2
            3 | to be resumed from step 2
            5 | to be resumed from step 4
            """)
    void aRunEndsAtTheStepAndGoesOnToTheSameBytes(int step, String reason) throws IOException {
        Path out = folder.resolve("out");
        var steps = new Steps();
        var cancelled = assertThrows(TrainingCancelledException.class,
                () -> run(out).cancelWhen(() -> steps.done.get() >= step).run(steps));
        assertEquals("%s: cancelled after step %d of 6; %s".formatted(out, step, reason), cancelled.getMessage());
        assertEquals(step, cancelled.step());
        assertEquals(step, steps.done.get());
        assertFalse(Files.exists(out));
        run(out).resume().run(TrainingListener.NONE);
        Path whole = folder.resolve("whole");
        run(whole).run(TrainingListener.NONE);
        assertArrayEquals(Files.readAllBytes(whole.resolve("model.safetensors")), Files.readAllBytes(out.resolve("model.safetensors")));
    }

    @Test
    void anotherThreadCancels() throws InterruptedException {
        Path out = folder.resolve("out");
        var asked = new AtomicBoolean();
        var running = new CountDownLatch(1);
        var heard = new CountDownLatch(1);
        var canceller = CompletableFuture.runAsync(() -> {
            await(running);
            asked.set(true);
            heard.countDown();
        });
        var cancelled = assertThrows(CancellationException.class, () -> run(out).cancelWhen(asked::get).run(new TrainingListener() {
            @Override
            public void step(StepProgress progress) {
                running.countDown();
                await(heard);
            }
        }));
        canceller.join();
        assertEquals(out + ": cancelled after step 1 of 6; nothing was saved yet", cancelled.getMessage());
    }

    @Test
    void aRunThatHasDoneItsLastStepIsFinished() throws IOException {
        var steps = new Steps();
        Path out = folder.resolve("out");
        run(out).cancelWhen(() -> steps.done.get() == 6).run(steps);
        assertEquals(6, steps.done.get());
        assertEquals(true, Files.exists(out.resolve("model.safetensors")));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
