package dev.lathe.tensor.cpu;

import dev.lathe.tensor.cpu.loops.HandOver;
import dev.lathe.tensor.cpu.loops.Loops;
import dev.lathe.tensor.cpu.memory.IdleMemory;
import dev.lathe.tensor.cpu.memory.ModelRegion;
import dev.lathe.tensor.cpu.memory.StepPools;
import dev.lathe.tensor.cpu.memory.StepRegion;
import dev.lathe.tensor.cpu.threads.ScratchPool;
import dev.lathe.tensor.cpu.threads.Threads;
import dev.lathe.tensor.device.ActivationKernels;
import dev.lathe.tensor.device.ArithmeticKernels;
import dev.lathe.tensor.device.AttentionKernels;
import dev.lathe.tensor.device.AxisKernels;
import dev.lathe.tensor.device.Backend;
import dev.lathe.tensor.device.DropoutKernels;
import dev.lathe.tensor.device.ElementaryKernels;
import dev.lathe.tensor.device.Lifetime;
import dev.lathe.tensor.device.LossKernels;
import dev.lathe.tensor.device.MatMulKernels;
import dev.lathe.tensor.device.NormKernels;
import dev.lathe.tensor.device.OptimizerKernels;
import dev.lathe.tensor.device.Pass;
import dev.lathe.tensor.device.PoolingKernels;
import dev.lathe.tensor.device.ReductionKernels;
import dev.lathe.tensor.device.Region;
import dev.lathe.tensor.device.RowKernels;
import dev.lathe.tensor.device.SoftmaxKernels;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The CPU: heap arrays, worker threads, and loops in vectors or in plain Java. Needs no native code.
///
/// Where it may choose, it begins with plain loops and goes over to vectors when those are compiled; see [HandOver].
public final class CpuBackend implements Backend {
    /// How many bytes of idle memory stay where nobody says otherwise: 64 MB, enough for texts one by one.
    public static final long DEFAULT_IDLE_BYTES = 64L << 20;

    private final Threads threads;
    private final StepPools pools = new StepPools();
    private final IdleMemory idle;
    private final Loops loops;
    private final @Nullable HandOver handOver;
    private volatile CpuKernels kernels;

    /// A backend with a thread for each processor.
    public CpuBackend() {
        this(Runtime.getRuntime().availableProcessors());
    }

    /// @param threadCount threads that work on one call at the same time, the caller's included; at least 1
    public CpuBackend(int threadCount) {
        this(threadCount, DEFAULT_IDLE_BYTES);
    }

    /// @param threadCount threads that work on one call at the same time, the caller's included; at least 1
    /// @param idleBytes memory of steps and predictions that stays for later ones however long there are none; what
    ///     a burst of calls needed beyond it is given up within 10 to 20 seconds after the last use; at least 0
    public CpuBackend(int threadCount, long idleBytes) {
        this(threadCount, idleBytes, Loops.first(), Loops.areHandedOver());
    }

    /// A backend that begins with plain loops and hands over to vectors.
    public static CpuBackend handingOver(int threadCount) {
        return new CpuBackend(threadCount, DEFAULT_IDLE_BYTES, Loops.plain(), true);
    }

    private CpuBackend(int threadCount, long idleBytes, Loops loops, boolean handsOver) {
        if (threadCount < 1) {
            throw new IllegalArgumentException("cpu: %d threads: needs at least 1".formatted(threadCount));
        }
        if (idleBytes < 0) {
            throw new IllegalArgumentException("cpu: %d idle bytes: needs at least 0".formatted(idleBytes));
        }
        var scratches = new ScratchPool();
        this.idle = new IdleMemory(idleBytes, Stream.concat(pools.all().stream(), Stream.of(scratches)).toList());
        this.threads = new Threads(threadCount, scratches);
        this.loops = loops;
        this.kernels = CpuKernels.of(threads, loops);
        this.handOver = handsOver ? HandOver.start(this::runWith) : null;
    }

    /// A backend that runs plain Java loops even where vectors could be used.
    public static CpuBackend plain(int threadCount) {
        return new CpuBackend(threadCount, DEFAULT_IDLE_BYTES, Loops.plain(), false);
    }

    /// What hands over to vectors, for tests; null where one form runs from the first call on.
    public @Nullable HandOver handOver() {
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
            case STEP -> new StepRegion(name, pools, idle);
        };
    }

    @Override
    public Pass openPass() {
        threads.enter();
        return threads::leave;
    }

    /// Bytes allocated so far for the memory of steps. Stays the same from one step to the next once the
    /// largest has been seen.
    public long stepBytesAllocated() {
        return pools.bytesAllocated();
    }

    /// Bytes that no step or prediction has at the moment, kept for the next ones.
    public long idleBytes() {
        return idle.bytes();
    }

    @Override
    public void onHost(int jobs, IntConsumer job) {
        threads.run(jobs, (i, _) -> job.accept(i));
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
    public ElementaryKernels elementary() {
        return kernels.elementary();
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
    public AxisKernels axes() {
        return kernels.axes();
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
