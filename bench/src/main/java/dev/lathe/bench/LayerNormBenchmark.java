package dev.lathe.bench;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The forward kernel alone, on the rows of a batch of 16 x 128 tokens. It must move 8 bytes an element.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class LayerNormBenchmark {
    private static final int ROWS = 16 * 128;
    private static final float EPSILON = 1e-12f;

    @Param({"384", "768", "1024"})
    int hiddenSize;

    @Param({"1", "2"})
    int threads;

    private CpuBackend backend;
    private Workspace ws;
    private Tensor x;
    private Tensor weight;
    private Tensor bias;
    private Tensor y;
    private Tensor mean;
    private Tensor rstd;

    @Setup
    public void makeInputs() {
        backend = new CpuBackend(threads);
        ws = Workspace.model("benchmark", backend);
        var random = new SplittableRandom(1);
        var values = new float[ROWS * hiddenSize];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        var ones = new float[hiddenSize];
        Arrays.fill(ones, 1);
        x = ws.of(Shape.of(ROWS, hiddenSize), values);
        y = ws.zeros(x.shape());
        weight = ws.of(Shape.of(hiddenSize), ones);
        bias = ws.zeros(Shape.of(hiddenSize));
        mean = ws.zeros(Shape.of(ROWS));
        rstd = ws.zeros(Shape.of(ROWS));
        check(forward().toArray());
    }

    /// Each row has mean 0 and variance 1 afterwards.
    private void check(float[] normal) {
        for (int row = 0; row < ROWS; row++) {
            double sum = 0;
            double squares = 0;
            for (int i = row * hiddenSize; i < (row + 1) * hiddenSize; i++) {
                sum += normal[i];
                squares += (double) normal[i] * normal[i];
            }
            if (Math.abs(sum) > 1e-3 || Math.abs(squares / hiddenSize - 1) > 1e-4) {
                throw new IllegalStateException("row %d: sum %s, squares %s".formatted(row, sum, squares));
            }
        }
    }

    @Benchmark
    public Tensor forward() {
        backend.norm().layerNorm(
                x.buffer(), weight.buffer(), bias.buffer(), EPSILON,
                y.buffer(), mean.buffer(), rstd.buffer(), ROWS, hiddenSize);
        return y;
    }

    @TearDown
    public void close() {
        ws.close();
        backend.close();
    }
}
