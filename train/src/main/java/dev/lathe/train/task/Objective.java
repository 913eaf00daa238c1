package dev.lathe.train.task;

import dev.lathe.tensor.ExampleRows;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import java.util.List;
import java.util.Optional;

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

    /// The learning rate of a parameter that cannot do with the usual one.
    ///
    /// @param parameter its name in full
    /// @param usual what all others have
    default double rate(String parameter, double usual) {
        return usual;
    }

    /// Whose the rows are that the loss of these examples is a sum over, for gradients of single examples: the rows of what the loss op reads.
    /// Each example has as many as [PartLoss#terms] says of it alone. Empty if it is no such sum, or if it is not known.
    default Optional<ExampleRows> rows(List<X> examples) {
        return Optional.empty();
    }

    /// The loss of a part of a step.
    ///
    /// @param mean over the terms, a scalar
    /// @param terms how many terms the mean is over, at least 1: examples, or tokens where each is judged. By `weight` parts
    ///     are weighted, so that a step in several parts has the gradients of one in a single part
    /// @param tokens how many the model has read
    /// @param weight what the mean was divided by, if terms differ in weight; else their number
    record PartLoss(Tensor mean, int terms, int tokens, double weight) {
        /// Terms of the same weight.
        public PartLoss(Tensor mean, int terms, int tokens) {
            this(mean, terms, tokens, terms);
        }

        /// The same part with another loss.
        public PartLoss with(Tensor other) {
            return new PartLoss(other, terms, tokens, weight);
        }
    }

    /// Added to the number of a step's example where it is read a second time, so that its dropout is another: far beyond those
    /// of any step.
    int SECOND_PASS = 1 << 28;
}
