package dev.lathe.tensor.device;

import java.util.function.IntConsumer;

/// What a device must do: give memory, and one small interface per kernel family.
///
/// The families are interfaces, so a backend that lacks a kernel does not compile. Kernels do not check sizes:
/// the ops above them have. Buffers are row-major; outputs never overlap inputs unless a method says so. A
/// backend may be used by many threads at once, each with regions of its own.
public interface Backend extends AutoCloseable {
    /// One line for people: the device and what of it is in use.
    String description();

    /// @param name what the memory is for, for error messages
    Region openRegion(String name, Lifetime lifetime);

    /// Work on the host that is no kernel's, such as noise in double precision: runs jobs `0..jobs-1`, in any order, and returns when all are done.
    /// Where kernels run on threads of the host, so do these.
    default void onHost(int jobs, IntConsumer job) {
        for (int i = 0; i < jobs; i++) {
            job.accept(i);
        }
    }

    /// A pass begins. A device that has threads divides them among the passes that are at work at one time; kernel calls outside of any may
    /// have all that are idle. Says nothing to others.
    default Pass openPass() {
        return () -> {};
    }

    ArithmeticKernels arithmetic();

    ActivationKernels activation();

    ElementaryKernels elementary();

    MatMulKernels matMul();

    NormKernels norm();

    SoftmaxKernels softmax();

    AttentionKernels attention();

    DropoutKernels dropout();

    RowKernels rows();

    PoolingKernels pooling();

    ReductionKernels reduction();

    AxisKernels axes();

    LossKernels loss();

    OptimizerKernels optimizer();

    @Override
    void close();
}
