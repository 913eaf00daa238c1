package dev.lathe.testkit;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.OptimizerKernels.AdamW;
import dev.lathe.tensor.device.OptimizerKernels.Step;
import dev.lathe.testkit.spec.AllSpecs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Writes the fingerprint of every sample to a file, for [BitIdentityTest] to compare with those of other JVMs.
///
/// Arguments: threads, seed, largest sample, and for how many seconds to run all of it again and again, so that
/// compiled code takes over; every round must give the same. Last comes the file.
final class FingerprintProgram {
    private FingerprintProgram() {}

    public static void main(String[] args) throws IOException {
        int threads = Integer.parseInt(args[0]);
        long seed = Long.parseLong(args[1]);
        long largest = Long.parseLong(args[2]);
        long end = System.nanoTime() + Long.parseLong(args[3]) * 1_000_000_000;
        try (var backend = new CpuBackend(threads)) {
            Map<String, Long> prints = prints(backend, seed, largest);
            int rounds = 1;
            for (; System.nanoTime() < end; rounds++) {
                Map<String, Long> again = prints(backend, seed, largest);
                again.entrySet().removeAll(prints.entrySet());
                if (!again.isEmpty()) {
                    throw new IllegalStateException("round %d differs: %s".formatted(rounds, again.keySet()));
                }
            }
            var lines = new ArrayList<String>();
            lines.add(backend.description() + ", rounds: " + rounds);
            prints.forEach((sample, print) -> lines.add(sample + "=" + Long.toHexString(print)));
            Files.write(Path.of(args[4]), lines);
        }
    }

    private static Map<String, Long> prints(CpuBackend backend, long seed, long largest) {
        Map<String, Long> prints = Fingerprint.of(AllSpecs.list(), backend, seed, largest);
        prints.put("adamW", adamW(backend, seed));
        OptimizerConformance.results(backend, seed)
                .forEach((kernel, result) -> prints.put(kernel, (long) Arrays.hashCode(result)));
        return prints;
    }

    /// Three steps of the optimiser, which is a kernel but no op.
    private static long adamW(CpuBackend backend, long seed) {
        var rand = new Rand(seed);
        try (var ws = Workspace.inference("adamW", backend)) {
            Tensor gradient = ws.of(Shape.of(333), Doubles.toFloats(rand.normal(333).values()));
            Tensor value = ws.of(Shape.of(333), Doubles.toFloats(rand.normal(333).values()));
            Tensor first = ws.zeros(Shape.of(333));
            Tensor second = ws.zeros(Shape.of(333));
            Buffer scalars = ws.buffer(DType.F64, 4);
            for (int step = 1; step <= 3; step++) {
                scalars.write(0, new double[] {
                    0.7f, 1e-2f, 1 - Math.pow(0.9f, step), 1 - Math.pow(0.999f, step)}, 0, 4);
                backend.optimizer().adamW(
                        new AdamW(0.9f, 0.999f, 1e-8f, 0.01f), new Step(scalars, 1, scalars), gradient.buffer(), value.buffer(), first.buffer(), second.buffer(), 333);
            }
            backend.reduction().sumOfSquares(List.of(value.buffer()), new int[] {333}, scalars, 0);
            var norm = new double[1];
            scalars.read(0, norm, 0, 1);
            return Double.doubleToLongBits(norm[0]) ^ Arrays.hashCode(value.toArray());
        }
    }
}
