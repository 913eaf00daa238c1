package dev.lathe.cuda;

import dev.lathe.Device;
import dev.lathe.cuda.product.CublasChoice;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.testkit.Conformance;
import dev.lathe.testkit.OptimizerConformance;
import dev.lathe.testkit.spec.AllSpecs;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// All specs, and training steps against the CPU's, on the first GPU of the machine: with cuBLAS, and with matrix
/// products of our own. A program, as a process has one driver, which in the other tests is the stand-in.
final class RealGpuProgram {
    static final String NO_GPU = "no GPU";
    static final String ALL_KEPT = "all kept";
    private static final long SEED = Long.getLong("test.seed", 42);

    private RealGpuProgram() {}

    /// Writes what falls short, a line each, and the device.
    public static void main(String[] args) {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        CudaDevices.report().forEach(out::println);
        if (Cuda.problem().isPresent()) {
            out.println(NO_GPU);
            return;
        }
        var failures = new ArrayList<>(check(out));
        System.setProperty(CublasChoice.LIBRARY, CublasChoice.NONE);
        failures.addAll(check(out));
        failures.forEach(out::println);
        out.println(failures.isEmpty() ? ALL_KEPT : failures.size() + " broken");
    }

    private static List<String> check(PrintStream out) {
        var failures = new ArrayList<String>();
        try (Device device = Cuda.device(0); var cpu = new CpuBackend()) {
            out.println(device);
            for (var spec : AllSpecs.list()) {
                failures.addAll(new Conformance(spec, SEED).run(device.backend()));
            }
            failures.addAll(OptimizerConformance.run(device.backend(), SEED));
            var run = TinyBertTraining.on(device.backend());
            failures.addAll(run.differences(TinyBertTraining.on(cpu), 1e-4f));
            failures.addAll(run.differences(TinyBertTraining.on(device.backend()), 0));
        }
        return failures;
    }
}
