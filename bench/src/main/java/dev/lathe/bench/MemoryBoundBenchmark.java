package dev.lathe.bench;

import dev.lathe.bench.memory.MemoryBound;
import dev.lathe.bench.memory.PreparedKernel;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.Lifetime;
import dev.lathe.tensor.device.Region;
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

/// Kernels of every family but matrix products and attention; the counter `gigabytes` is GB a second of what they must
/// move, to be read beside [MachinePeakBenchmark#copy]. 2048 rows are a step of 16 x 128 tokens and mostly stay in the
/// last cache; 32768 rows do not.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-Xmx2g"})
public class MemoryBoundBenchmark {
    /// All of them unless some are chosen.
    @Param
    MemoryBound kernel;

    /// Rows, columns.
    @Param({"2048x384", "2048x768", "2048x3072", "32768x768"})
    String shape;

    @Param({"1", "2"})
    int threads;

    private CpuBackend backend;
    private Region region;
    private PreparedKernel prepared;
    private int rows;
    private int cols;

    /// GB of the calls of an iteration, which JMH divides by its seconds.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Work {
        public double gigabytes;

        @Setup(Level.Iteration)
        public void reset() {
            gigabytes = 0;
        }
    }

    @Setup
    public void makeInputs() {
        String[] sizes = shape.split("x");
        rows = Integer.parseInt(sizes[0]);
        cols = Integer.parseInt(sizes[1]);
        backend = new CpuBackend(threads);
        region = backend.openRegion("benchmark", Lifetime.MODEL);
        prepared = kernel.prepare(backend, region, rows, cols);
        prepared.check();
    }

    @Benchmark
    public Buffer run(Work work) {
        work.gigabytes += 1e-9 * kernel.bytes(rows, cols);
        prepared.kernel().run();
        return prepared.output();
    }

    @TearDown
    public void close() {
        region.close();
        backend.close();
    }
}
