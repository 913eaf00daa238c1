package dev.lathe.cli.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.CommandRun.Recorder;
import dev.lathe.cli.terminal.Surroundings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final Recorder recorder = Recorder.with(Map.of());
    private final AtomicLong nanoTime = new AtomicLong();

    @Test
    void quickWorkIsTenLines() {
        try (var progress = ProgressLines.ofTraining(recorder.surroundings(), 0, 750, nanoTime::get)) {
            for (int step = 1; step <= 750; step++) {
                nanoTime.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
                progress.at(step, "loss 0.5");
            }
        }
        var lines = recorder.said().lines().toList();
        assertEquals(10, lines.size());
        assertEquals("lathe: training 75/750 (10 %) loss 0.5, 1 min 7 s left", lines.getFirst());
        assertEquals("lathe: training 750/750 (100 %) loss 0.5", lines.getLast());
    }

    @Test
    void slowWorkIsALineEveryTenSeconds() {
        try (var progress = ProgressLines.ofTraining(recorder.surroundings(), 0, 1000, nanoTime::get)) {
            for (int step = 1; step <= 60; step++) {
                nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(1));
                progress.at(step, "");
            }
        }
        assertEquals(6, recorder.said().lines().count());
        assertTrue(recorder.said().startsWith("lathe: training 10/1000 (1 %), 16 min 30 s left"), recorder.said());
    }

    /// How long the first step took is not known: the display begins when it is done.
    @Test
    void theFirstLineKnowsOfNoTimeLeftAndNoLineSaysThatNoneIs() {
        try (var progress = ProgressLines.ofTraining(recorder.surroundings(), 0, 4, nanoTime::get)) {
            for (int step = 1; step <= 4; step++) {
                progress.at(step, "");
                nanoTime.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
        assertEquals(List.of("lathe: training 1/4 (25 %)", "lathe: training 2/4 (50 %), 1 s left",
                "lathe: training 3/4 (75 %), 1 s left", "lathe: training 4/4 (100 %)"), recorder.said().lines().toList());
    }

    /// 500 steps were done by an earlier run, in nobody knows what time.
    @Test
    void aRunThatIsGoneOnWithMeasuresItsOwnStepsOnly() {
        try (var progress = ProgressLines.ofTraining(recorder.surroundings(), 500, 1000, nanoTime::get)) {
            for (int step = 501; step <= 700; step++) {
                nanoTime.addAndGet(TimeUnit.MILLISECONDS.toNanos(2000));
                progress.at(step, "");
            }
        }
        List<String> lines = recorder.said().lines().toList();
        assertEquals("lathe: training 505/1000 (50 %), 16 min 30 s left", lines.getFirst());
        assertEquals("lathe: training 700/1000 (70 %), 10 min 0 s left", lines.getLast());
    }

    @Test
    void aTerminalGetsABarThatEndsFull() {
        Surroundings given = recorder.surroundings();
        var terminal = new Surroundings(given.in(), given.out(), given.err(), 100, Map.of());
        try (var training = new TrainingProgress(terminal, 0, 4)) {
            for (int step = 1; step <= 4; step++) {
                training.step(step, 0.25, 5120.4);
            }
        }
        assertTrue(recorder.said().contains("training 100% │"), recorder.said());
        assertTrue(recorder.said().contains("│ 4/4, 1 s gone, loss 0.2500, 5,120 tokens/s"), recorder.said());
        assertTrue(recorder.said().lines().allMatch(line -> line.length() < 100), recorder.said());
    }

    @Test
    void newsTakesTheLineOfTheBarThatIsDrawnAgainBelow() {
        Surroundings given = recorder.surroundings();
        var terminal = new Surroundings(given.in(), given.out(), given.err(), 100, Map.of());
        try (var training = new TrainingProgress(terminal, 0, 4)) {
            training.step(1, 0.25, 5120.4);
            training.say("epoch 1 is over");
        }
        assertTrue(recorder.said().contains("\r\u001B[Klathe: epoch 1 is over" + System.lineSeparator() + "\r"),
                recorder.said());
    }

    @Test
    void ofWorkThatIsQuickNothingIsShown() {
        try (var progress = new WorkProgress(recorder.surroundings(), "embedding", 10, nanoTime::get)) {
            nanoTime.addAndGet(TimeUnit.MILLISECONDS.toNanos(1999));
            progress.add(10);
        }
        assertEquals("", recorder.said());
    }

    @Test
    void workThatTakesLongerIsShown() {
        try (var progress = new WorkProgress(recorder.surroundings(), "embedding", 40, nanoTime::get)) {
            nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(3));
            progress.add(10);
            progress.add(20);
        }
        assertEquals("lathe: embedding 10/40 (25 %)" + System.lineSeparator(), recorder.said());
    }

    /// Ten lines for some seconds of work hide what else is said.
    @Test
    void ofWorkALogGetsALineEveryTenSecondsAndTheEnd() {
        try (var progress = ProgressLines.ofWork(recorder.surroundings(), "predicting", 300, nanoTime::get)) {
            for (int row = 1; row <= 300; row++) {
                progress.at(row, "");
                nanoTime.addAndGet(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
        assertEquals(List.of("lathe: predicting 1/300 (0 %)", "lathe: predicting 201/300 (67 %), 4 s left", "lathe: predicting 300/300 (100 %)"),
                recorder.said().lines().toList());
    }

    @Test
    void workOfUnknownLengthIsCounted() {
        try (var progress = ProgressLines.ofWork(recorder.surroundings(), "embedding", 0, nanoTime::get)) {
            for (int i = 1; i <= 21; i++) {
                nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(1));
                progress.at(i * 100, "");
            }
        }
        assertEquals(List.of("lathe: embedding 100", "lathe: embedding 1100", "lathe: embedding 2100"), recorder.said().lines().toList());
    }

    @Test
    void newsInALogIsALine() {
        try (var training = new TrainingProgress(recorder.surroundings(), 0, 4)) {
            training.say("epoch 1 is over");
        }
        assertEquals("lathe: epoch 1 is over" + System.lineSeparator(), recorder.said());
    }

    @Test
    void aLogGetsPlainLines() {
        try (var training = new TrainingProgress(recorder.surroundings(), 0, 1)) {
            training.step(1, 0.69312, 1234);
        }
        assertEquals("lathe: training 1/1 (100 %) loss 0.6931, 1,234 tokens/s" + System.lineSeparator(),
                recorder.said());
    }
}
