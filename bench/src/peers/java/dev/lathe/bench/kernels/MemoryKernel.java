package dev.lathe.bench.kernels;

import dev.lathe.bench.memory.KernelMemory;
import dev.lathe.bench.memory.MemoryBound;
import dev.lathe.bench.memory.PreparedKernel;
import dev.lathe.bench.peers.Work;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.device.Lifetime;
import dev.lathe.tensor.device.Region;
import java.util.List;
import java.util.Locale;

/// A kernel whose roof is the memory's speed, beside a copy of as many bytes.
record MemoryKernel(MemoryBound kernel, int rows, int cols) implements Workload {

    @Override
    public String name() {
        return "%s %dx%d".formatted(kernel.name().toLowerCase(Locale.ROOT).replace('_', '-'), rows, cols);
    }

    @Override
    public double amount() {
        return 1e-9 * kernel.bytes(rows, cols);
    }

    @Override
    public Work.Unit unit() {
        return Work.Unit.GIGABYTE;
    }

    @Override
    public List<KernelCall> open(int threads) {
        return List.of(new LatheKernel(this, threads), new CopyCall(kernel.bytes(rows, cols), threads));
    }

    /// Against the reference: a copy has no result to compare with.
    @Override
    public double compare(List<KernelCall> calls) {
        return ((LatheKernel) calls.getFirst()).prepared.check();
    }

    private static final class LatheKernel implements KernelCall {
        private final CpuBackend backend;
        private final Region region;
        private final PreparedKernel prepared;

        LatheKernel(MemoryKernel work, int threads) {
            backend = new CpuBackend(threads);
            region = backend.openRegion("benchmark", Lifetime.MODEL);
            prepared = work.kernel.prepare(backend, region, work.rows, work.cols);
        }

        @Override
        public String name() {
            return "lathe";
        }

        @Override
        public void call() {
            prepared.kernel().run();
        }

        @Override
        public float[] result() {
            return KernelMemory.read(prepared.output());
        }

        @Override
        public void close() {
            region.close();
            backend.close();
        }
    }
}
