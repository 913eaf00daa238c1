package dev.lathe.gpucheck;

import dev.lathe.Device;
import dev.lathe.cuda.CudaTimer;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.AttentionKernels.Layout;
import dev.lathe.tensor.device.Backend;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.DropoutDecisions;
import dev.lathe.tensor.device.Lifetime;
import dev.lathe.tensor.device.MatMulKernels.Operand;
import dev.lathe.tensor.device.OptimizerKernels;
import dev.lathe.tensor.device.Region;
import java.util.Arrays;

/// Times single kernels on BERT's shapes by the GPU's clock. Bytes are those that a kernel must read and write, so that
/// GB/s can be held against the copy's.
final class KernelSpeed implements Part.Task {
    private static final int WARM_UP = 3;
    private static final int ROUNDS = 9;
    /// A round repeats its kernel until it takes about so long: an event's clock ticks every half microsecond.
    private static final double ROUND_MILLISECONDS = 5;
    private static final int MOST_REPEATS = 1000;
    private static final DropoutDecisions DROPOUT = DropoutDecisions.of(42, 0, 3, 0.1f);

    @Override
    public void run(Setup setup, Findings findings) {
        try (Device gpu = setup.openGpu(); var timer = new CudaTimer(gpu)) {
            findings.fact("runs on", gpu.toString());
            var bench = new Bench(gpu.backend(), timer, findings, setup.small());
            int[][] products = setup.small()
                    ? new int[][] {{32, 48, 48}}
                    : new int[][] {{4096, 768, 768}, {4096, 3072, 768}, {4096, 768, 3072}, {2048, 384, 384},
                        {2048, 1536, 384}, {2048, 384, 1536}};
            for (int[] sizes : products) {
                bench.products(sizes[0], sizes[1], sizes[2]);
            }
            bench.launches();
            bench.elementwise();
            bench.rowwise();
            bench.attention();
            bench.optimizer();
        }
    }

    /// The kernels of one backend.
    private record Bench(Backend backend, CudaTimer timer, Findings findings, boolean small) {
        private int rows() {
            return small ? 32 : 4096;
        }

        private int hidden() {
            return small ? 48 : 768;
        }

        void products(int rows, int out, int in) {
            try (Region region = backend.openRegion("products", Lifetime.MODEL)) {
                Buffer x = floats(region, rows * in);
                Buffer weight = floats(region, out * in);
                Buffer bias = floats(region, out);
                Buffer y = floats(region, rows * out);
                String shape = "[%d,%d] x [%d,%d]".formatted(rows, in, in, out);
                double operations = 2.0 * rows * out * in;
                var matMul = backend.matMul();
                flops("linear " + shape, operations, () -> matMul.linear(x, weight, bias, y, rows, in, out));
                flops("  gradient of its input", operations, () -> matMul.matMul(
                        new Operand(y, false), new Operand(weight, false), new Destination(x, false), 1, rows, in, out));
                flops("  gradient of its weight", operations, () -> matMul.matMul(
                        new Operand(y, true), new Operand(x, false), new Destination(weight, false), 1, out, in, rows));
            }
        }

        /// What a kernel that does nearly nothing costs the thread that asks for it.
        void launches() {
            var microseconds = new double[ROUNDS];
            try (Region region = backend.openRegion("launches", Lifetime.MODEL)) {
                Buffer x = floats(region, 1);
                Buffer y = floats(region, 1);
                for (int round = -WARM_UP; round < ROUNDS; round++) {
                    long begin = System.nanoTime();
                    for (int i = 0; i < MOST_REPEATS; i++) {
                        backend.activation().tanh(x, y, 1);
                    }
                    double each = (System.nanoTime() - begin) / 1e3 / MOST_REPEATS;
                    y.read(0, new float[1], 0, 1);
                    if (round >= 0) {
                        microseconds[round] = each;
                    }
                }
            }
            findings.figure("a launch, for its caller", "us", microseconds);
        }

        void elementwise() {
            int count = small ? 3000 : 4096 * 3072;
            try (Region region = backend.openRegion("elements", Lifetime.MODEL)) {
                Buffer x = floats(region, count);
                Buffer y = floats(region, count);
                Buffer z = floats(region, count);
                bytes("copy of %d floats".formatted(count), 8.0 * count,
                        () -> backend.arithmetic().copy(x, new Destination(y, false), count));
                bytes("gelu", 8.0 * count, () -> backend.activation().gelu(x, y, count));
                bytes("gelu gradient", 12.0 * count,
                        () -> backend.activation().geluGradInput(x, y, new Destination(z, false), count));
            }
        }

        void rowwise() {
            int rows = rows();
            int cols = hidden();
            double bytes = 4.0 * rows * cols;
            try (Region region = backend.openRegion("rows", Lifetime.MODEL);
                    var ws = Workspace.inference("positions", backend)) {
                Buffer x = floats(region, rows * cols);
                Buffer y = floats(region, rows * cols);
                Buffer z = floats(region, rows * cols);
                Buffer weight = floats(region, cols);
                Buffer bias = floats(region, cols);
                Buffer mean = floats(region, rows);
                Buffer rstd = floats(region, rows);
                String shape = " [%d,%d]".formatted(rows, cols);
                var norm = backend.norm();
                bytes("layer norm" + shape, 2 * bytes,
                        () -> norm.layerNorm(x, weight, bias, 1e-12f, y, mean, rstd, rows, cols));
                bytes("  gradient of its input", 3 * bytes, () -> norm.layerNormGradInput(
                        y, x, weight, mean, rstd, new Destination(z, false), rows, cols));
                bytes("  gradients of its parameters", 2 * bytes, () -> norm.layerNormGradParameters(
                        y, x, mean, rstd, new Destination(weight, false), new Destination(bias, false), rows, cols));
                var sequences = sequences(ws);
                bytes("dropout" + shape, 2 * bytes, () -> backend.dropout().dropout(
                        x, DROPOUT, sequences.exampleTensor().buffer(), sequences.positionTensor().buffer(),
                        new Destination(y, false), rows, cols));
            }
        }

        void attention() {
            int tokens = rows();
            int hidden = hidden();
            int heads = small ? 4 : 12;
            try (Region region = backend.openRegion("attention", Lifetime.MODEL);
                    var ws = Workspace.inference("sequences", backend)) {
                var sequences = sequences(ws);
                var layout = new Layout(
                        sequences.startTensor().buffer(), sequences.exampleTensor().buffer(), sequences.count(), tokens,
                        sequences.longest(), heads, hidden / heads, 512);
                var buffers = new Buffer[8];
                Arrays.setAll(buffers, i -> floats(region, tokens * hidden));
                Buffer logSumExp = floats(region, tokens * heads);
                double operations = 4.0 * tokens * sequences.longest() * hidden;
                var kernels = backend.attention();
                float scale = (float) (1 / Math.sqrt(hidden / (double) heads));
                flops("attention, %d x %d tokens, %d heads, dropout".formatted(
                        sequences.count(), sequences.longest(), heads), operations, () -> kernels.attention(
                                buffers[0], buffers[1], buffers[2], scale, DROPOUT, buffers[3], logSumExp, layout));
                flops("  its gradients", 2.5 * operations, () -> kernels.attentionGradInputs(
                        buffers[4], buffers[0], buffers[1], buffers[2], logSumExp, scale, DROPOUT,
                        new Destination(buffers[5], false), new Destination(buffers[6], false),
                        new Destination(buffers[7], false), layout));
            }
        }

        void optimizer() {
            int count = small ? 3000 : 30522 * 768;
            var settings = new OptimizerKernels.AdamW(0.9f, 0.999f, 1e-8f, 0.01f);
            try (Region region = backend.openRegion("optimizer", Lifetime.MODEL)) {
                var buffers = new Buffer[4];
                Arrays.setAll(buffers, i -> floats(region, count));
                Buffer scalars = region.allocate(DType.F64, 4);
                scalars.write(0, new double[] {1, 1e-5, 0.1, 0.001}, 0, 4);
                var step = new OptimizerKernels.Step(scalars, 1, scalars);
                bytes("AdamW of %d floats".formatted(count), 28.0 * count, () -> backend.optimizer().adamW(
                        settings, step, buffers[0], buffers[1], buffers[2], buffers[3], count));
            }
        }

        /// All rows as texts of 128 tokens.
        private PackedSequences sequences(Workspace ws) {
            var lengths = new int[small ? 2 : 32];
            Arrays.fill(lengths, rows() / lengths.length);
            return PackedSequences.of(ws, lengths);
        }

        /// Small positive numbers, so that nothing overflows and roots exist.
        private Buffer floats(Region region, int count) {
            var values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = (i * 37 % 101 + 1) * 0.003f;
            }
            Buffer buffer = region.allocate(DType.F32, count);
            buffer.write(0, values, 0, count);
            return buffer;
        }

        private void flops(String name, double operations, Runnable kernel) {
            findings.figure(name, "GFLOP/s", figures(milliseconds(kernel), operations / 1e6));
        }

        private void bytes(String name, double bytes, Runnable kernel) {
            findings.figure(name, "GB/s", figures(milliseconds(kernel), bytes / 1e6));
        }

        private static double[] figures(double[] milliseconds, double work) {
            return Arrays.stream(milliseconds).map(ms -> work / ms).toArray();
        }

        /// Of one run of the kernel, a value for each round.
        private double[] milliseconds(Runnable kernel) {
            double once = Double.POSITIVE_INFINITY;
            for (int i = 0; i < WARM_UP; i++) {
                once = timer.milliseconds(kernel);
            }
            int repeats = (int) Math.clamp(ROUND_MILLISECONDS / once, 1, MOST_REPEATS);
            var milliseconds = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                milliseconds[round] = timer.milliseconds(() -> {
                    for (int i = 0; i < repeats; i++) {
                        kernel.run();
                    }
                }) / repeats;
            }
            return milliseconds;
        }
    }
}
