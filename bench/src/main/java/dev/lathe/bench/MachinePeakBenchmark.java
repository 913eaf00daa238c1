package dev.lathe.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The roofs over all other figures: name it beside another benchmark, with as many JMH threads (`-t`) as that
/// one's kernels use.
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-Xmx2g"})
public class MachinePeakBenchmark {
    private static final int STEPS = 100_000;

    /// GFLOP of an iteration, which JMH divides by its seconds.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Arithmetic {
        public double gigaflops;

        @Setup(Level.Iteration)
        public void reset() {
            gigaflops = 0;
        }
    }

    /// GB of an iteration, read and written, which JMH divides by its seconds.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Traffic {
        public double gigabytes;

        @Setup(Level.Iteration)
        public void reset() {
            gigabytes = 0;
        }
    }

    /// 100 MB each, a pair for each thread.
    @State(Scope.Thread)
    public static class Arrays {
        private final float[] from = new float[25_000_000];
        private final float[] to = new float[from.length];
    }

    @Benchmark
    public float fma(Arithmetic work) {
        work.gigaflops += 1e-9 * FmaChains.flops(STEPS);
        return FmaChains.run(1, STEPS);
    }

    @Benchmark
    public float[] copy(Arrays arrays, Traffic work) {
        System.arraycopy(arrays.from, 0, arrays.to, 0, arrays.from.length);
        work.gigabytes += 2e-9 * Float.BYTES * arrays.from.length;
        return arrays.to;
    }
}
