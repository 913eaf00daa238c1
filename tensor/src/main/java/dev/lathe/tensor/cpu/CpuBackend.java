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

/// The CPU: heap arrays, worker threads, and loops in vectors or in plain Java. Needs no native code.
public final class CpuBackend implements Backend {
    private final Loops loops;
    private final Threads threads;
    private final SlabPool<float[]> floats = new SlabPool<>(float[]::new);
    private final SlabPool<int[]> ints = new SlabPool<>(int[]::new);
    private final ArithmeticKernels arithmetic;
    private final ActivationKernels activation;
    private final MatMulKernels matMul;
    private final NormKernels norm;
    private final SoftmaxKernels softmax;
    private final AttentionKernels attention;
    private final DropoutKernels dropout;
    private final RowKernels rows;
    private final PoolingKernels pooling;
    private final ReductionKernels reduction;
    private final LossKernels loss;
    private final OptimizerKernels optimizer;

    /// A backend with a thread for each processor.
    public CpuBackend() {
        this(Runtime.getRuntime().availableProcessors());
    }

    /// @param threadCount threads that work on one call at the same time, the caller's included; at least 1
    public CpuBackend(int threadCount) {
        this(threadCount, Loops.best());
    }

    private CpuBackend(int threadCount, Loops loops) {
        if (threadCount < 1) {
            throw new IllegalArgumentException("cpu: %d threads: needs at least 1".formatted(threadCount));
        }
        this.loops = loops;
        this.threads = new Threads(threadCount);
        var gemm = new Gemm(threads, loops.tiles(), loops.packs());
        var ranges = new Ranges(threads);
        var keepMask = new KeepMask(loops.keeps());
        var rowSums = new RowSums(ranges, loops.maps());
        this.arithmetic = new CpuArithmeticKernels(ranges, loops.maps(), rowSums);
        this.activation = new CpuActivationKernels(ranges, loops.maps());
        this.matMul = new CpuMatMulKernels(threads, gemm);
        this.norm = new CpuNormKernels(ranges, loops.rows(), loops.maps(), rowSums);
        this.softmax = new CpuSoftmaxKernels(ranges, loops.rows(), loops.maps());
        this.attention = new CpuAttentionKernels(threads, gemm, loops.rows(), loops.maps(), keepMask);
        this.dropout = new CpuDropoutKernels(ranges, loops.maps(), keepMask);
        this.rows = new CpuRowKernels(ranges, loops.maps());
        this.pooling = new CpuPoolingKernels(threads, loops.maps());
        this.reduction = new CpuReductionKernels(threads, ranges, loops.rows(), loops.maps(), rowSums);
        this.loss = new CpuLossKernels(threads, ranges, loops.rows());
        this.optimizer = new CpuOptimizerKernels(ranges, loops.maps());
    }

    /// A backend that runs plain Java loops even where vectors could be used.
    public static CpuBackend plain(int threadCount) {
        return new CpuBackend(threadCount, Loops.plain());
    }

    @Override
    public String description() {
        return "CPU, %s, %d thread%s".formatted(loops.form(), threads.count(), threads.count() == 1 ? "" : "s");
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
        return arithmetic;
    }

    @Override
    public ActivationKernels activation() {
        return activation;
    }

    @Override
    public MatMulKernels matMul() {
        return matMul;
    }

    @Override
    public NormKernels norm() {
        return norm;
    }

    @Override
    public SoftmaxKernels softmax() {
        return softmax;
    }

    @Override
    public AttentionKernels attention() {
        return attention;
    }

    @Override
    public DropoutKernels dropout() {
        return dropout;
    }

    @Override
    public RowKernels rows() {
        return rows;
    }

    @Override
    public PoolingKernels pooling() {
        return pooling;
    }

    @Override
    public ReductionKernels reduction() {
        return reduction;
    }

    @Override
    public LossKernels loss() {
        return loss;
    }

    @Override
    public OptimizerKernels optimizer() {
        return optimizer;
    }

    /// Ends the worker threads. Kernels must not be called afterwards.
    @Override
    public void close() {
        threads.close();
    }
}
