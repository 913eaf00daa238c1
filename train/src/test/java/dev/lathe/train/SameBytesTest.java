package dev.lathe.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.run.FineTuneProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One seed gives one `model.safetensors`, however it is computed; with dropout on.
class SameBytesTest {
    private static final String VECTORS = "--add-modules=jdk.incubator.vector";

    @TempDir
    Path directory;

    @Test
    void aRealModelFineTunedOnAnyThreadsAtAnyWidthHasTheSameBytes() throws IOException {
        Path model = TestModels.miniLm(directory);
        Path data = TinyModel.sentences(directory.resolve("train.jsonl"), 32);
        byte[] expected = weights(List.of(VECTORS), model, data, 1, 1);
        assertSame(expected, weights(List.of(VECTORS), model, data, 2, 1), "2 threads");
        assertSame(expected, weights(List.of(VECTORS, "-Dlathe.vector=512"), model, data, 2, 1), "512 bits");
        assertSame(expected, weights(List.of(VECTORS, "-Dlathe.vector=256"), model, data, 2, 1), "256 bits");
        assertSame(expected, weights(List.of(VECTORS, "-Dlathe.vector=128"), model, data, 1, 1), "128 bits");
        assertSame(expected, weights(List.of(VECTORS, "-Dlathe.vector=plain"), model, data, 2, 1), "plain loops");
        assertSame(expected, weights(List.of(), model, data, 1, 1), "without the Vector API module");
    }

    @Test
    void aSmallModelHasTheSameBytesWhenAllCodeIsInterpreted() throws IOException {
        Path model = TinyModel.encoder(directory.resolve("tiny"));
        Path data = TinyModel.sentences(directory.resolve("train.jsonl"), 24);
        byte[] expected = weights(List.of(VECTORS), model, data, 2, 4);
        assertSame(expected, weights(List.of(VECTORS, "-Xint"), model, data, 2, 4), "interpreted vectors");
        assertSame(expected, weights(List.of("-Xint"), model, data, 1, 4), "interpreted plain loops");
        // Twice as long in warm-up: even the first epoch, should that be the best, differs.
        byte[] longer = weights(List.of(VECTORS), model, data, 2, 12);
        assertNotEquals(Arrays.hashCode(expected), Arrays.hashCode(longer), "training changes bytes");
    }

    private byte[] weights(List<String> flags, Path model, Path data, int threads, int epochs) throws IOException {
        Path out = directory.resolve("out");
        var all = new ArrayList<>(flags);
        all.add("--enable-native-access=ALL-UNNAMED");
        FineTuneProcess.run(all, model, data, out, threads, epochs);
        return Files.readAllBytes(out.resolve("model.safetensors"));
    }

    private static void assertSame(byte[] expected, byte[] actual, String how) {
        int at = Arrays.mismatch(expected, actual);
        assertEquals(-1, at, how + ": first difference at byte");
        assertTrue(expected.length > 1000);
    }
}
