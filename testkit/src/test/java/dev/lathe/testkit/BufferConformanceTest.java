package dev.lathe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lathe.tensor.cpu.CpuBackend;
import java.util.List;
import org.junit.jupiter.api.Test;

class BufferConformanceTest {
    @Test
    void theCpuKeepsItsPromises() {
        try (var backend = new CpuBackend(1)) {
            assertEquals(List.of(), BufferConformance.run(backend));
        }
    }
}
