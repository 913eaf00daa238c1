package dev.lathe.tensor.cpu;

import dev.lathe.tensor.device.ActivationKernels;
import dev.lathe.tensor.device.ArithmeticKernels;
import dev.lathe.tensor.device.AttentionKernels;
import dev.lathe.tensor.device.Backend;
import dev.lathe.tensor.device.DropoutKernels;
import dev.lathe.tensor.device.Lifetime;
import dev.lathe.tensor.device.LossKernels;
import dev.lathe.tensor.device.MatMulKernels;
import dev.lathe.tensor.device.NormKernels;
import dev.lathe.tensor.device.OptimizerKernels;
import dev.lathe.tensor.device.PoolingKernels;
import dev.lathe.tensor.device.ReductionKernels;
import dev.lathe.tensor.device.Region;
import dev.lathe.tensor.device.RowKernels;
import dev.lathe.tensor.device.SoftmaxKernels;
import org.jspecify.annotations.Nullable;

/// The CPU: heap arrays, worker threads, and loops in vectors or in plain Java. Needs no native code.
///
/// Where it may choose, it begins with plain loops and goes over to vectors when those are compiled; see [HandOver].
public final class CpuBackend implements Backend {
    private final Threads threads;
    private final SlabPool<float[]> floats = new SlabPool<>(float[]::new);
    private final SlabPool<int[]> ints = new SlabPool<>(int[]::new);
    private final Loops loops;
    private final @Nullable HandOver handOver;
    private volatile CpuKernels kernels;

    /// A backend with a thread for each processor.
    public CpuBackend() {
        this(Runtime.getRuntime().availableProcessors());
    }

    /// @param threadCount threads that work on one call at the same time, the caller's included; at least 1
    public CpuBackend(int threadCount) {
        this(threadCount, Loops.first(), Loops.areHandedOver());
    }

    /// A backend that begins with plain loops and hands over to vectors.
    static CpuBackend handingOver(int threadCount) {
        return new CpuBackend(threadCount, Loops.plain(), true);
    }

    private CpuBackend(int threadCount, Loops loops, boolean handsOver) {
        if (threadCount < 1) {
            throw new IllegalArgumentException("cpu: %d threads: needs at least 1".formatted(threadCount));
        }
        this.threads = new Threads(threadCount);
        this.loops = loops;
        this.kernels = CpuKernels.of(threads, loops);
        this.handOver = handsOver ? HandOver.start(this::runWith) : null;
    }

    /// A backend that runs plain Java loops even where vectors could be used.
    public static CpuBackend plain(int threadCount) {
        return new CpuBackend(threadCount, Loops.plain(), false);
    }

    /// What hands over to vectors, for tests; null where one form runs from the first call on.
    @Nullable HandOver handOver() {
        return handOver;
    }

    /// From the next kernel call on, other loops run; calls in flight end with theirs. The bits are the same.
    private void runWith(Loops next) {
        kernels = CpuKernels.of(threads, next);
    }

    @Override
    public String description() {
        return "CPU, %s, %d thread%s".formatted(
                handOver == null ? loops.form() : Loops.best().form(), threads.count(), threads.count() == 1 ? "" : "s");
    }

    @Override
    public Region openRegion(String name, Lifetime lifetime) {
        return switch (lifetime) {
            case MODEL -> new ModelRegion(name);
            case STEP -> new StepRegion(name, floats, ints);
        };
    }

    /// Bytes allocated so far for the memory of steps. Stays the same from one step to the next once the
    /// largest has been seen.
    public long stepBytesAllocated() {
        return (floats.allocated() + ints.allocated()) * Float.BYTES;
    }

    @Override
    public ArithmeticKernels arithmetic() {
        return kernels.arithmetic();
    }

    @Override
    public ActivationKernels activation() {
        return kernels.activation();
    }

    @Override
    public MatMulKernels matMul() {
        return kernels.matMul();
    }

    @Override
    public NormKernels norm() {
        return kernels.norm();
    }

    @Override
    public SoftmaxKernels softmax() {
        return kernels.softmax();
    }

    @Override
    public AttentionKernels attention() {
        return kernels.attention();
    }

    @Override
    public DropoutKernels dropout() {
        return kernels.dropout();
    }

    @Override
    public RowKernels rows() {
        return kernels.rows();
    }

    @Override
    public PoolingKernels pooling() {
        return kernels.pooling();
    }

    @Override
    public ReductionKernels reduction() {
        return kernels.reduction();
    }

    @Override
    public LossKernels loss() {
        return kernels.loss();
    }

    @Override
    public OptimizerKernels optimizer() {
        return kernels.optimizer();
    }

    /// Ends the worker threads. Kernels must not be called afterwards.
    @Override
    public void close() {
        if (handOver != null) {
            handOver.close();
        }
        threads.close();
    }
}
