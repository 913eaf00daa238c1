package dev.lathe.bert.checkpoint.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.checkpoint.OnnxBytes;
import dev.lathe.bert.checkpoint.StoredParameter;
import dev.lathe.bert.checkpoint.TensorEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranspositionTest {
    @TempDir
    Path directory;

    /// In slices, as models are read: what is stored is read about once all the same.
    @ParameterizedTest
    @CsvSource({"2048, 512, 65536", "512, 2048, 65536", "16, 30000, 4096", "30000, 16, 4096", "3, 5, 2"})
    void slicesOfATurnedMatrixCostNoMoreThanThemselves(int outputs, int inputs, int slice) throws IOException {
        float[] stored = new float[outputs * inputs];
        for (int i = 0; i < stored.length; i++) {
            stored[i] = i;
        }
        Path path = Files.write(directory.resolve("values"), OnnxBytes.floats(stored));
        var bytes = new AtomicLong();
        try (var file = BoundedFile.open(path)) {
            var entry = new TensorEntry("dense.weight", StoredType.F32, List.of(outputs, inputs));
            var parameter = new StoredParameter(entry, file.with(counting(bytes)), 0, true);
            float[] values = new float[stored.length];
            for (int first = 0; first < values.length; first += slice) {
                parameter.read("f", first, values, first, Math.min(slice, values.length - first));
            }
            for (int output = 0; output < outputs; output++) {
                for (int input = 0; input < inputs; input++) {
                    assertEquals(stored[input * outputs + output], values[output * inputs + input]);
                }
            }
        }
        assertTrue(bytes.get() <= 20L * stored.length * Float.BYTES, bytes + " bytes of " + stored.length * Float.BYTES);
    }

    private static ByteCheck counting(AtomicLong bytes) {
        return new ByteCheck() {
            @Override
            public void passed(long position, ByteBuffer passed) {
                bytes.addAndGet(passed.remaining());
            }

            @Override
            public void complete() {}
        };
    }
}
