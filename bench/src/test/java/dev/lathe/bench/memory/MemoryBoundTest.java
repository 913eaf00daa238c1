package dev.lathe.bench.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.device.Lifetime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MemoryBoundTest {

    @ParameterizedTest
    @EnumSource
    void everyKernelAgreesWithItsReference(MemoryBound kernel) {
        try (var backend = new CpuBackend(2); var region = backend.openRegion("test", Lifetime.MODEL)) {
            double difference = kernel.prepare(backend, region, 300, 50).check();
            assertTrue(difference < 1e-3, () -> kernel + ": " + difference);
        }
    }

    @Test
    void aWrongResultIsRefused() {
        try (var backend = new CpuBackend(1); var region = backend.openRegion("test", Lifetime.MODEL)) {
            PreparedKernel gelu = MemoryBound.GELU.prepare(backend, region, 1, 3);
            var wrong = new PreparedKernel(() -> gelu.output().write(0, new float[] {2, 2, 2}, 0, 3), gelu.output(),
                    element -> 1);
            var refusal = assertThrows(ArithmeticException.class, wrong::check);
            assertEquals("element 0 is 2.0, not 1.0", refusal.getMessage());
        }
    }
}
