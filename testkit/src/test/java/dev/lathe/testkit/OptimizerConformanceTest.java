package dev.lathe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lathe.tensor.cpu.CpuBackend;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The optimisers' kernels on the CPU: with one thread and two, in the fastest form and in plain Java.
class OptimizerConformanceTest {
    private static final long SEED = Long.getLong("test.seed", 42);

    @Test
    void theCpuKeepsItsPromises() {
        try (var one = new CpuBackend(1); var two = new CpuBackend(2); var plain = CpuBackend.plain(2)) {
            for (CpuBackend backend : List.of(one, two, plain)) {
                assertEquals(List.of(), OptimizerConformance.run(backend, SEED));
            }
        }
    }
}
