package dev.lathe.tensor.cpu.loops;

import dev.lathe.tensor.cpu.CpuBackend;
import java.time.Duration;

/// Prints the form that loops have when nothing more is handed over; see
/// [VectorCompilerTest].
final class FormProgram {
    private FormProgram() {}

    public static void main(String... arguments) throws InterruptedException {
        try (var backend = new CpuBackend(1)) {
            HandOver handOver = backend.handOver();
            if (handOver != null && !handOver.join(Duration.ofSeconds(60))) {
                System.out.println("still handing over");
            }
            System.out.println(backend.description());
        }
    }
}
