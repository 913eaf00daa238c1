package dev.lathe.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.TextClassifier;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.output.OutputDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Fine-tuning over an existing model, killed at random moments.
class KilledFineTuningTest {
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
}
