package dev.lathe.tensor;

import java.util.List;

/// The rule of an op whose output costs little to compute again from what the rule keeps anyway.
///
/// The memory of such an output is given back as soon as the model discards it, and the output is made again when the
/// backward pass reads it.
public interface RestoringRule extends GradientRule {
    /// The tensors whose values [#restore] reads, as far as they are outputs of recorded ops.
    List<Tensor> restoresFrom();

    /// Writes the same bits as the forward pass did.
    ///
    /// @param output of the op's shape, of undefined values
    void restore(Workspace ws, Tensor output);
}
