package dev.lathe.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.output.OutputDirectory;
import dev.lathe.train.run.FineTuneProcess;
import dev.lathe.train.run.Measured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Fine-tuning over an existing model, killed at random moments.
class KilledFineTuningTest {
    private static final int EPOCHS = 20;
    private static final List<String> FLAGS = List.of("--add-modules=jdk.incubator.vector");

    @TempDir
    Path directory;

    @Test
    void killingARunAtAnyMomentLeavesTheOldModelOrTheNewOneWhole() throws IOException, InterruptedException {
        long seed = Long.getLong("test.seed", System.nanoTime());
        var random = new Random(seed);
        Path model = TinyModel.encoder(directory.resolve("tiny"));
        Path data = TinyModel.sentences(directory.resolve("train.jsonl"), 24);
        Path out = directory.resolve("out");
        FineTuneProcess.run(FLAGS, model, data, out, 1, 2);
        byte[] before = Files.readAllBytes(out.resolve("model.safetensors"));
        int killed = 0;
        long longest = 1_000;
        for (int round = 0; round < 12; round++) {
            long start = System.nanoTime();
            Process run = FineTuneProcess.start(FLAGS, model, data, out, 1, 2, directory.resolve("log"));
            if (run.waitFor(random.nextLong(longest), TimeUnit.MILLISECONDS)) {
                longest = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
                assertEquals(0, run.exitValue(), () -> "seed " + seed);
            } else {
                run.destroyForcibly().waitFor();
                killed++;
                longest += 200;
            }
            OutputDirectory.recover(out);
            // The same run again gives the same bytes, so old and new are equal: anything else is damage.
            assertArrayEquals(before, Files.readAllBytes(out.resolve("model.safetensors")), () -> "-Dtest.seed=" + seed);
            try (var classifier = TextClassifier.load(out)) {
                assertEquals(List.of("negative", "positive"), classifier.labels());
            }
        }
        assertTrue(killed > 0, () -> "no run was killed -Dtest.seed=" + seed);
    }

    @Test
    void aRunThatIsKilledAndResumedTimeAndAgainEndsInTheSameBytes() throws IOException, InterruptedException {
        long seed = Long.getLong("test.seed", System.nanoTime());
        var random = new Random(seed);
        Path model = TinyModel.encoder(directory.resolve("tiny"));
        Path data = TinyModel.sentences(directory.resolve("train.jsonl"), 24);
        Path whole = directory.resolve("whole");
        FineTuneProcess.run(FLAGS, model, data, whole, 1, EPOCHS);
        Path out = directory.resolve("out");
        var flags = new ArrayList<>(FLAGS);
        flags.add(FineTuneProcess.RESUME);
        int resumed = 0;
        boolean done = false;
        while (!done) {
            Process run = FineTuneProcess.command(flags, model, data, out, 2, EPOCHS).start();
            var said = new ArrayList<String>();
            try (var lines = run.inputReader()) {
                long steps = 1 + random.nextInt(25);
                for (String line = lines.readLine(); line != null && steps > 0; line = lines.readLine()) {
                    said.add(line);
                    steps -= line.startsWith("step ") ? 1 : 0;
                }
                // A moment after the last step, which may be in the middle of a checkpoint.
                done = run.waitFor(steps > 0 ? 60_000 : random.nextInt(20), TimeUnit.MILLISECONDS);
            }
            run.destroyForcibly().waitFor();
            resumed += said.stream().anyMatch(line -> line.startsWith("resumed after step ")) ? 1 : 0;
            assertTrue(!done || run.exitValue() == 0, () -> said + ", -Dtest.seed=" + seed);
        }
        assertTrue(resumed > 0, () -> "no run was resumed -Dtest.seed=" + seed);
        for (String file : List.of("model.safetensors", "report.json", "config.json")) {
            assertArrayEquals(Files.readAllBytes(whole.resolve(file)), Files.readAllBytes(out.resolve(file)),
                    () -> file + ", -Dtest.seed=" + seed);
        }
        for (String file : List.of("metrics.jsonl", "training.json")) {
            assertEquals(Measured.without(Files.readString(whole.resolve(file))), Measured.without(Files.readString(out.resolve(file))),
                    () -> file + ", -Dtest.seed=" + seed);
        }
    }
}
