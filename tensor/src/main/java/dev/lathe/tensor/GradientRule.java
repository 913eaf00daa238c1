package dev.lathe.tensor;

import java.util.List;

/// How the gradient of an op's output becomes the gradients of its inputs.
///
/// A rule is a record of what it needs from the forward pass. It **adds** to the gradient of each input,
/// through [Gradients#into]; inputs that need no gradient are skipped there, and so is their work.
public interface GradientRule {
    /// The op, as its errors call it.
    String op();

    /// Every input that a gradient can flow to. The tape records an op only if one of them needs a gradient.
    List<Tensor> inputs();

    /// Whether [#backward] reads the values of a tensor, an input or the output of the op. The memory of a discarded
    /// tensor that no rule reads is given back in the middle of a training step.
    default boolean reads(Tensor tensor) {
        return true;
    }

    /// @param ws memory for scratch, alive until the step ends
    /// @param gradOutput gradient of the loss with respect to the op's output, of the output's shape
    void backward(Workspace ws, Tensor gradOutput, Gradients gradients);
}
