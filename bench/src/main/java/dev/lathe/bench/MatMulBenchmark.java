package dev.lathe.bench;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.MatMulKernels.Operand;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Matrix products of BERT's and MiniLM's shapes; the counter `gigaflops` is GFLOP a second.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class MatMulBenchmark {
    /// Rows, columns, depth.
    @Param({
        "2048x384x384", "2048x1536x384", "2048x384x1536", "1536x384x2048", "2048x768x768", "2048x3072x768",
        "2048x768x3072", "768x768x2048", "3072x768x2048", "1x384x384", "16x384x384", "32x768x768"
    })
    String shape;

    /// Which side is stored transposed: a linear layer is `nt`, its input's gradient `nn`, its weight's `tn`.
    @Param({"nn", "nt", "tn"})
    String form;

    @Param({"1", "2"})
    int threads;

    private CpuBackend backend;
    private Workspace ws;
    private Operand a;
    private Operand b;
    private Tensor c;
    private int m;
    private int n;
    private int k;

    /// GFLOP of the calls of an iteration, which JMH divides by its seconds.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Work {
        public double gigaflops;

        @Setup(Level.Iteration)
        public void reset() {
            gigaflops = 0;
        }
    }

    @Setup
    public void makeInputs() {
        String[] sizes = shape.split("x");
        m = Integer.parseInt(sizes[0]);
        n = Integer.parseInt(sizes[1]);
        k = Integer.parseInt(sizes[2]);
        backend = new CpuBackend(threads);
        ws = Workspace.model("benchmark", backend);
        float[] left = random(m * k, 1);
        float[] right = random(k * n, 2);
        boolean transposeA = form.startsWith("t");
        boolean transposeB = form.endsWith("t");
        a = new Operand(ws.of(Shape.of(left.length), left).buffer(), transposeA);
        b = new Operand(ws.of(Shape.of(right.length), right).buffer(), transposeB);
        c = ws.zeros(Shape.of(m, n));
        check(left, transposeA, right, transposeB, run().toArray());
    }

    /// Some elements against double precision.
    private void check(float[] left, boolean transposeA, float[] right, boolean transposeB, float[] result) {
        for (int at = 0; at < m * n; at += 1009) {
            int row = at / n;
            int col = at % n;
            double sum = 0;
            for (int i = 0; i < k; i++) {
                sum += (double) left[transposeA ? i * m + row : row * k + i]
                        * right[transposeB ? col * k + i : i * n + col];
            }
            if (Math.abs(sum - result[at]) > 1e-3) {
                throw new IllegalStateException("element %d: %s, not %s".formatted(at, result[at], sum));
            }
        }
    }

    private static float[] random(int count, int seed) {
        var random = new SplittableRandom(seed);
        var values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    @Benchmark
    public Tensor multiply(Work work) {
        work.gigaflops += 2e-9 * m * n * k;
        return run();
    }

    private Tensor run() {
        backend.matMul().matMul(a, b, new Destination(c.buffer(), false), 1, m, n, k);
        return c;
    }

    @TearDown
    public void close() {
        ws.close();
        backend.close();
    }
}
