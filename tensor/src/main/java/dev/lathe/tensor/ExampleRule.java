package dev.lathe.tensor;

import java.util.Optional;

/// The rule of an op that treats the rows of its output apart, or says which meet: what gradients of single examples are found through.
///
/// What [#backward] hands to [Gradients#into] for a parameter is run later, once the rows of `gradOutput` were multiplied by factors: it must compute
/// from `gradOutput` there, and nothing before.
///
/// An op whose rule is none stands in the way of [Workspace#backward(Tensor, ExampleRows, ExampleShares)], which names it.
public interface ExampleRule extends GradientRule {
    /// Whose the rows of an input are, given whose those of the output are. Asked of inputs that are no parameters.
    ///
    /// The usual answer, of ops that make each row of the same row: the same. A scalar is a sum over rows, of which nothing may be made but
    /// another such sum.
    ///
    /// @return empty if examples meet in a row, or if it is not known
    default Optional<ExampleRows> rowsOf(Tensor input, ExampleRows output) {
        return input.shape().rank() == 0 ? Optional.empty() : Optional.of(output);
    }

    /// Whether a parameter may stand in the place of this input, for all rows alike, and [#addSquares] counts it then.
    default boolean shares(Tensor input) {
        return false;
    }

    /// Whether the output is the input's numbers in another shape.
    default boolean reshapes() {
        return false;
    }

    /// Adds the sum of the squares of the gradient that each example alone would give a parameter.
    ///
    /// @param parameter an input that is one, as [#shares] allows, or one in another shape
    /// @param gradOutput as [#backward] has left it, for it is called afterwards
    /// @param rows of the output
    /// @param squares a sum for each example
    default void addSquares(Workspace ws, Tensor parameter, Tensor gradOutput, ExampleRows rows, double[] squares) {
        throw new IllegalStateException(op() + ": has no parameters");
    }
}
