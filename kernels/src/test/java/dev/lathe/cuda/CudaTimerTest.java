package dev.lathe.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.cuda.StandIn.Kind;
import dev.lathe.cuda.launch.Kernel;
import dev.lathe.cuda.launch.NvidiaModule;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.GeluOp;
import org.junit.jupiter.api.Test;

class CudaTimerTest {
    @Test
    void countsWorkWhenItRunsAndNotWhenItIsAskedFor() {
        try (var device = Device.of(StandIn.backend(Kind.LAZY)); var timer = new CudaTimer(device);
                var ws = Workspace.inference("test", device.backend())) {
            double nothing = timer.milliseconds(() -> {});
            double some = timer.milliseconds(() -> GeluOp.apply(ws, ws.zeros(Shape.of(100_000))));
            assertTrue(nothing >= 0 && some > 0.1 && some > nothing, nothing + " and " + some);
        }
    }

    @Test
    void refusesTheCpu() {
        try (var cpu = Device.cpu(1)) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> new CudaTimer(cpu))
                    .getMessage().endsWith(": needs a GPU"));
        }
    }

    @Test
    void theDriversVersionIsFoundInBothOfItsSpellings() {
        assertEquals("550.54.15", NvidiaModule.versionIn(
                "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5 2024\nGCC version: gcc 12.2.0")
                .orElseThrow());
        assertEquals("570.86.15", NvidiaModule.versionIn(
                "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.86.15  Release Build").orElseThrow());
        assertTrue(NvidiaModule.versionIn("GCC version: gcc 12.2.0").isEmpty());
    }
}
