package dev.lathe.bert.predict;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.CpuOptions;
import dev.lathe.Device;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.testkit.model.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BurstTest {
    private static final int CALLERS = 256;
    private static final long BOUND = 1 << 20;

    /// Each caller of a burst has memory of its own; some ten seconds after the last one, no more than the bound of it is left.
    @Test
    void memoryOfAnOpenModelShrinksAfterABurst(@TempDir Path folder) throws IOException, InterruptedException, ExecutionException {
        Path model = TinyModel.encoder(folder.resolve("model"));
        List<String> texts = IntStream.range(0, 8).mapToObj(i -> "very ".repeat(4 * i) + "good").toList();
        try (Device device = Device.cpu(CpuOptions.defaults().withIdleBytes(BOUND)); var embedder = TextEmbedder.load(model, device);
                var threads = Executors.newFixedThreadPool(CALLERS)) {
            CpuBackend backend = (CpuBackend) device.backend();
            for (Future<List<float[]>> call : threads.invokeAll(IntStream.range(0, CALLERS)
                    .<Callable<List<float[]>>>mapToObj(_ -> () -> embedder.embedAll(texts)).toList())) {
                call.get();
            }
            assertTrue(backend.idleBytes() > BOUND, () -> backend.idleBytes() + " bytes after the burst");
            while (backend.idleBytes() > BOUND) {
                Thread.sleep(100);
            }
        }
    }
}
