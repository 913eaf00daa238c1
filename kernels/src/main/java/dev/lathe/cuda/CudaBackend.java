package dev.lathe.cuda;

import dev.lathe.cuda.driver.CudaContext;
import dev.lathe.cuda.family.CudaActivationKernels;
import dev.lathe.cuda.family.CudaArithmeticKernels;
import dev.lathe.cuda.family.CudaAttentionKernels;
import dev.lathe.cuda.family.CudaAxisKernels;
import dev.lathe.cuda.family.CudaDropoutKernels;
import dev.lathe.cuda.family.CudaElementaryKernels;
import dev.lathe.cuda.family.CudaLossKernels;
import dev.lathe.cuda.family.CudaMatMulKernels;
import dev.lathe.cuda.family.CudaNormKernels;
import dev.lathe.cuda.family.CudaOptimizerKernels;
import dev.lathe.cuda.family.CudaPoolingKernels;
import dev.lathe.cuda.family.CudaReductionKernels;
import dev.lathe.cuda.family.CudaRowKernels;
import dev.lathe.cuda.family.CudaSoftmaxKernels;
import dev.lathe.cuda.launch.KernelImages;
import dev.lathe.cuda.launch.KernelModule;
import dev.lathe.cuda.memory.CudaMemory;
import dev.lathe.cuda.product.MatrixProduct;
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
import dev.lathe.tensor.device.PoolingKernels;
import dev.lathe.tensor.device.ReductionKernels;
import dev.lathe.tensor.device.Region;
import dev.lathe.tensor.device.RowKernels;
import dev.lathe.tensor.device.SoftmaxKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One NVIDIA GPU: kernels of our own, matrix products by cuBLAS where there is one.
///
/// Work is only asked for: a kernel runs when its turn in the one stream comes, and reading a buffer waits. A kernel
/// that fails is therefore reported by a later call.
final class CudaBackend implements Backend {
    private final CudaContext context;
    private final CudaMemory memory;
    private final Optional<MatrixProduct> library;
    private final List<KernelModule> modules = new ArrayList<>();
    private final ArithmeticKernels arithmetic;
    private final ActivationKernels activation;
    private final ElementaryKernels elementary;
    private final MatMulKernels matMul;
    private final NormKernels norm;
    private final SoftmaxKernels softmax;
    private final AttentionKernels attention;
    private final DropoutKernels dropout;
    private final RowKernels rows;
    private final PoolingKernels pooling;
    private final ReductionKernels reduction;
    private final AxisKernels axes;
    private final LossKernels loss;
    private final OptimizerKernels optimizer;

    /// Takes over what it is given: [#close] closes it.
    ///
    /// @param library that multiplies matrices; without one, our own kernels do
    CudaBackend(CudaContext context, CudaMemory memory, KernelImages images, Optional<MatrixProduct> library) {
        this.context = context;
        this.memory = memory;
        this.library = library;
        arithmetic = new CudaArithmeticKernels(load("arithmetic", images));
        activation = new CudaActivationKernels(load("activation", images));
        elementary = new CudaElementaryKernels(load("elementary", images));
        matMul = new CudaMatMulKernels(load("matmul", images), library, activation);
        norm = new CudaNormKernels(load("norm", images), memory);
        softmax = new CudaSoftmaxKernels(load("softmax", images));
        attention = new CudaAttentionKernels(load("attention", images), memory);
        dropout = new CudaDropoutKernels(load("dropout", images));
        rows = new CudaRowKernels(load("rows", images), memory);
        pooling = new CudaPoolingKernels(load("pooling", images));
        reduction = new CudaReductionKernels(load("reduction", images), memory);
        axes = new CudaAxisKernels(load("axis", images));
        loss = new CudaLossKernels(load("loss", images), memory);
        optimizer = new CudaOptimizerKernels(load("optimizer", images), memory);
    }

    private KernelModule load(String family, KernelImages images) {
        var module = new KernelModule(family, context, images);
        modules.add(module);
        return module;
    }

    @Override
    public String description() {
        return "%s, %s, %s".formatted(
                context.name(), context.model(),
                library.map(MatrixProduct::description).orElse("matrix products of our own"));
    }

    @Override
    public Region openRegion(String name, Lifetime lifetime) {
        return memory.open(name, lifetime);
    }

    /// For timers.
    CudaContext context() {
        return context;
    }

    /// How often the driver was asked for memory so far. Stays the same from one step to the next once the largest
    /// has been seen.
    long allocations() {
        return memory.device().allocations();
    }

    /// Bytes of device memory that are held, by regions or for the next ones.
    long bytesHeld() {
        return memory.device().bytesHeld();
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
    public ElementaryKernels elementary() {
        return elementary;
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
    public AxisKernels axes() {
        return axes;
    }

    @Override
    public LossKernels loss() {
        return loss;
    }

    @Override
    public OptimizerKernels optimizer() {
        return optimizer;
    }

    /// Waits for the device and gives everything back but what regions still hold: close those first.
    @Override
    public void close() {
        try {
            context.await("closing");
            library.ifPresent(MatrixProduct::close);
            modules.forEach(KernelModule::close);
            memory.close();
        } finally {
            context.close();
        }
    }
}
