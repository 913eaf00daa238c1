package dev.lathe.train.task;

import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import java.util.List;

/// What training makes small: a loss of the outputs that evaluation and prediction take from the same forward pass.
///
/// @param <X> an example as the model reads it
@FunctionalInterface
public interface Objective<X> {
    /// The loss of some of a step's examples.
    ///
    /// @param examples one or more
    /// @param firstExample number of the first of them within the step; see [dev.lathe.tensor.PackedSequences]
    PartLoss of(Workspace ws, List<X> examples, int firstExample);

    /// The loss of a part of a step.
    ///
    /// @param mean over the terms, a scalar
    /// @param terms how many terms the mean is over, at least 1: examples, or tokens where each is judged. By it parts
    ///     are weighted, so that a step in several parts has the gradients of one in a single part
    /// @param tokens how many the model has read
    record PartLoss(Tensor mean, int terms, int tokens) {}
}
