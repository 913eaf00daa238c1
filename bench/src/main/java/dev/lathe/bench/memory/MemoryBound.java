package dev.lathe.bench.memory;

import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.device.Region;

/// Kernels of every family but matrix products and attention, each over `rows x cols` floats.
public enum MemoryBound {
    /// y from x.
    LAYER_NORM(8, NormPreparations::forward),
    /// gradX from gradY and x.
    LAYER_NORM_GRAD_INPUT(12, NormPreparations::gradInput),
    /// Two rows from gradY and x.
    LAYER_NORM_GRAD_PARAMETERS(8, NormPreparations::gradParameters),
    /// y from x.
    L2_NORMALIZE(8, NormPreparations::l2Normalize),
    /// y from x.
    GELU(8, ElementPreparations::gelu),
    /// gradX from gradY and x.
    GELU_GRAD_INPUT(12, ElementPreparations::geluGradInput),
    /// y from x.
    TANH(8, ElementPreparations::tanh),
    /// y from a and b.
    ADD(12, ElementPreparations::add),
    /// y from x.
    SCALE(8, ElementPreparations::scale),
    /// y from x, a tenth dropped.
    DROPOUT(8, ElementPreparations::dropout),
    /// Value and two moments from themselves and the gradient.
    ADAM_W(28, ElementPreparations::adamW),
    /// y from x.
    SOFTMAX(8, SoftmaxPreparations::softmax),
    /// gradX from gradY and y.
    SOFTMAX_GRAD_INPUT(12, SoftmaxPreparations::softmaxGradInput),
    /// A loss from logits; columns are classes.
    CROSS_ENTROPY(4, SoftmaxPreparations::crossEntropy),
    /// gradLogits from logits.
    CROSS_ENTROPY_GRAD_LOGITS(8, SoftmaxPreparations::crossEntropyGradLogits),
    /// Rows of a table to other places.
    GATHER(8, RowPreparations::gather),
    /// A row for each sequence of 128.
    MEAN_POOL(4, RowPreparations::meanPool),
    /// One row from all: the gradient of a bias.
    SUM_ROWS(4, RowPreparations::sumRows);

    private final int bytesAnElement;
    private final Preparation preparation;

    MemoryBound(int bytesAnElement, Preparation preparation) {
        this.bytesAnElement = bytesAnElement;
        this.preparation = preparation;
    }

    @FunctionalInterface
    private interface Preparation {
        PreparedKernel prepare(CpuBackend backend, Region region, int rows, int cols);
    }

    /// Bytes that must be read or written, each array once.
    public double bytes(int rows, int cols) {
        return (double) bytesAnElement * rows * cols;
    }

    /// Fills its inputs.
    public PreparedKernel prepare(CpuBackend backend, Region region, int rows, int cols) {
        return preparation.prepare(backend, region, rows, cols);
    }
}
