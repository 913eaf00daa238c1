package dev.lathe.bench;

import dev.lathe.bench.memory.KernelMemory;
import dev.lathe.bench.memory.Noise;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.device.AttentionKernels.Layout;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.DropoutDecisions;
import dev.lathe.tensor.device.Lifetime;
import dev.lathe.tensor.device.Region;
import java.util.Arrays;
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

/// Attention of BERT-base's heads (64) and MiniLM's (32) over 2048 tokens; the counter `gigaflops` is GFLOP a second
/// of the products alone, two forward and five backward.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class AttentionBenchmark {
    private static final int ROWS = 16 * 128;
    private static final int HEADS = 12;
    private static final int FORWARD_PRODUCTS = 2;
    private static final int BACKWARD_PRODUCTS = 5;
    private static final double ROUNDING = 1e-5;

    @Param({"32", "64"})
    int headSize;

    /// Of each sequence; together they are always 2048.
    @Param({"16", "32", "128", "512"})
    int tokens;

    @Param({"0", "0.1"})
    float dropped;

    @Param({"1", "2"})
    int threads;

    private CpuBackend backend;
    private Region region;
    private Buffer q;
    private Buffer k;
    private Buffer v;
    private Buffer gradOut;
    private Buffer out;
    private Buffer logSumExp;
    private Destination gradQ;
    private Destination gradK;
    private Destination gradV;
    private Layout layout;
    private DropoutDecisions dropout;
    private float scale;

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
        int count = ROWS * HEADS * headSize;
        backend = new CpuBackend(threads);
        region = backend.openRegion("benchmark", Lifetime.MODEL);
        q = KernelMemory.filled(region, new Noise(1).array(count));
        k = KernelMemory.filled(region, new Noise(2).array(count));
        v = KernelMemory.filled(region, new Noise(3).array(count));
        gradOut = KernelMemory.filled(region, new Noise(4).array(count));
        out = region.allocate(DType.F32, count);
        logSumExp = region.allocate(DType.F32, ROWS * HEADS);
        gradQ = new Destination(region.allocate(DType.F32, count), false);
        gradK = new Destination(region.allocate(DType.F32, count), false);
        gradV = new Destination(region.allocate(DType.F32, count), false);
        var starts = new int[ROWS / tokens + 1];
        Arrays.setAll(starts, sequence -> sequence * tokens);
        var examples = new int[ROWS];
        Arrays.setAll(examples, row -> row / tokens);
        layout = new Layout(KernelMemory.filled(region, starts), KernelMemory.filled(region, examples),
                ROWS / tokens, ROWS, tokens, HEADS, headSize, tokens);
        dropout = dropped == 0 ? DropoutDecisions.NONE : DropoutDecisions.of(42, 1, 0, dropped);
        scale = (float) (1 / Math.sqrt(headSize));
        checkForward();
        checkBackward();
    }

    /// Without dropout, some elements against double precision.
    private void checkForward() {
        backend.attention().attention(q, k, v, scale, DropoutDecisions.NONE, out, logSumExp, layout);
        float[] result = KernelMemory.read(out);
        for (int at = 0; at < result.length; at += 30_011) {
            double expected = expected(at);
            if (!(Math.abs(expected - result[at]) <= ROUNDING)) {
                throw new ArithmeticException("element %d is %s, not %s".formatted(at, result[at], expected));
            }
        }
    }

    private double expected(int at) {
        int width = HEADS * headSize;
        int row = at / width;
        int head = at % width / headSize * headSize;
        int start = row / tokens * tokens;
        var queries = new Noise(1);
        var keys = new Noise(2);
        var values = new Noise(3);
        double total = 0;
        double sum = 0;
        for (int key = start; key < start + tokens; key++) {
            double score = 0;
            for (int i = head; i < head + headSize; i++) {
                score += (double) queries.at(row * width + i) * keys.at(key * width + i);
            }
            double share = Math.exp(score * scale);
            total += share;
            sum += share * values.at(key * width + at % width);
        }
        return sum / total;
    }

    /// A query's shares add up to 1: so the gradients of a sequence's values add up to those of its results.
    private void checkBackward() {
        backend.attention().attentionGradInputs(
                gradOut, q, k, v, logSumExp, scale, DropoutDecisions.NONE, gradQ, gradK, gradV, layout);
        float[] gradValues = KernelMemory.read(gradV.buffer());
        float[] gradResults = KernelMemory.read(gradOut);
        int width = HEADS * headSize;
        for (int sequence = 0; sequence < ROWS / tokens; sequence++) {
            double left = 0;
            double right = 0;
            for (int row = sequence * tokens; row < (sequence + 1) * tokens; row++) {
                left += gradValues[row * width];
                right += gradResults[row * width];
            }
            if (!(Math.abs(left - right) <= ROUNDING * tokens)) {
                throw new ArithmeticException("sequence %d: %s, not %s".formatted(sequence, left, right));
            }
        }
    }

    @Benchmark
    public Buffer forward(Work work) {
        work.gigaflops += FORWARD_PRODUCTS * gigaflop();
        backend.attention().attention(q, k, v, scale, dropout, out, logSumExp, layout);
        return out;
    }

    @Benchmark
    public Destination backward(Work work) {
        work.gigaflops += BACKWARD_PRODUCTS * gigaflop();
        backend.attention().attentionGradInputs(
                gradOut, q, k, v, logSumExp, scale, dropout, gradQ, gradK, gradV, layout);
        return gradQ;
    }

    /// Of one product.
    private double gigaflop() {
        return 2e-9 * ROWS * tokens * HEADS * headSize;
    }

    @TearDown
    public void close() {
        region.close();
        backend.close();
    }
}
