package dev.lathe.tensor.flight;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.op.norm.LayerNormOp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelEventTest {
    private final CpuBackend backend = new CpuBackend(1);

    @AfterEach
    void close() {
        backend.close();
    }

    private float[] normalized() {
        try (var ws = Workspace.inference("norm", backend)) {
            Tensor x = ws.of(Shape.of(5, 3), values(15));
            return LayerNormOp.apply(ws, x, ws.of(Shape.of(3), values(3)), ws.of(Shape.of(3), values(3)), 1e-12f).toArray();
        }
    }

    private static float[] values(int count) {
        var values = new float[count];
        IntStream.range(0, count).forEach(i -> values[i] = (float) Math.sin(i));
        return values;
    }

    @Test
    void aRecordingThatAsksForKernelsHasTheirCalls(@TempDir Path folder) throws IOException {
        float[] plain = normalized();
        Path file = folder.resolve("kernels.jfr");
        try (var recording = new Recording()) {
            recording.enable(KernelEvent.class);
            recording.start();
            assertArrayEquals(plain, normalized());
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream().filter(event -> event.getEventType().getName().equals("dev.lathe.Kernel")).toList();
        RecordedEvent norm = events.stream().filter(event -> event.getString("kernel").equals("layerNorm")).findFirst().orElseThrow();
        assertEquals("NormKernels", norm.getString("family"));
        assertEquals("5, 3", norm.getString("sizes"));
        assertTrue(norm.getDuration().toNanos() > 0);
    }

    @Test
    void withoutOneKernelsAreCalledAsTheyAre() {
        try (var ws = Workspace.inference("plain", backend); var recording = new Recording()) {
            recording.start();
            assertFalse(KernelEvent.isOn(), "a recording must ask for them");
            assertSame(backend, ws.backend());
        }
    }

    @Test
    void whatAKernelThrowsComesThrough() {
        try (var recording = new Recording(); var ws = Workspace.inference("refused", backend)) {
            recording.enable(KernelEvent.class);
            recording.start();
            var buffer = ws.empty(Shape.of(4)).buffer();
            assertThrows(IndexOutOfBoundsException.class, () -> ws.backend().norm().l2Normalize(buffer, 1, buffer, buffer, 1 << 26, 16));
        }
    }
}
