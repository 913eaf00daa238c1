package dev.lathe.tensor.cpu;

import dev.lathe.tensor.cpu.loops.Loops;
import dev.lathe.tensor.cpu.product.Gemm;
import dev.lathe.tensor.cpu.threads.Ranges;
import dev.lathe.tensor.cpu.threads.Threads;
import dev.lathe.tensor.device.ActivationKernels;
import dev.lathe.tensor.device.ArithmeticKernels;
import dev.lathe.tensor.device.AttentionKernels;
import dev.lathe.tensor.device.AxisKernels;
import dev.lathe.tensor.device.DropoutKernels;
import dev.lathe.tensor.device.ElementaryKernels;
import dev.lathe.tensor.device.LossKernels;
import dev.lathe.tensor.device.MatMulKernels;
import dev.lathe.tensor.device.NormKernels;
import dev.lathe.tensor.device.OptimizerKernels;
import dev.lathe.tensor.device.PoolingKernels;
import dev.lathe.tensor.device.ReductionKernels;
import dev.lathe.tensor.device.RowKernels;
import dev.lathe.tensor.device.SoftmaxKernels;

/// The kernels of every family, over one form of the loops.
record CpuKernels(
        ArithmeticKernels arithmetic,
        ActivationKernels activation,
        ElementaryKernels elementary,
        MatMulKernels matMul,
        NormKernels norm,
        SoftmaxKernels softmax,
        AttentionKernels attention,
        DropoutKernels dropout,
        RowKernels rows,
        PoolingKernels pooling,
        ReductionKernels reduction,
        AxisKernels axes,
        LossKernels loss,
        OptimizerKernels optimizer) {
    static CpuKernels of(Threads threads, Loops loops) {
        var gemm = new Gemm(threads, loops.tiles(), loops.packs());
        var ranges = new Ranges(threads);
        var dropoutMask = new DropoutMask(loops.dropout());
        var rowSums = new RowSums(threads, ranges, loops.maps());
        return new CpuKernels(
                new CpuArithmeticKernels(ranges, loops.maps(), rowSums),
                new CpuActivationKernels(ranges, loops.maps()),
                new CpuElementaryKernels(ranges),
                new CpuMatMulKernels(threads, gemm, loops.maps()),
                new CpuNormKernels(ranges, loops.rows(), loops.maps(), rowSums),
                new CpuSoftmaxKernels(ranges, loops.rows(), loops.maps()),
                new CpuAttentionKernels(threads, gemm, loops.rows(), loops.maps(), dropoutMask),
                new CpuDropoutKernels(ranges, loops.maps(), dropoutMask),
                new CpuRowKernels(ranges, loops.maps()),
                new CpuPoolingKernels(threads, loops.maps()),
                new CpuReductionKernels(threads, ranges, loops.rows(), loops.maps(), rowSums),
                new CpuAxisKernels(ranges, loops.rows(), loops.maps(), rowSums),
                new CpuLossKernels(threads, ranges, loops.rows(), loops.maps()),
                new CpuOptimizerKernels(ranges, loops.rows(), loops.maps(), rowSums));
    }
}
