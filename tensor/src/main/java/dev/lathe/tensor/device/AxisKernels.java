package dev.lathe.tensor.device;

/// Reductions over one axis.
///
/// To a kernel an axis is the middle one of three: `x` is `[outer,length,inner]`, and what is reduced `[outer,inner]`.
public interface AxisKernels {
    /// An axis and what lies around it.
    ///
    /// @param outer steps of all axes before it
    /// @param length steps of the axis
    /// @param inner elements of a step
    record Axis(int outer, int length, int inner) {
        /// Elements of what is reduced.
        public int reduced() {
            return outer * inner;
        }
    }

    /// y = factor x (sum over the axis).
    void sum(Buffer x, float factor, Buffer y, Axis axis);

    /// The largest over the axis, of which there is at least one. NaN counts as the largest.
    ///
    /// @param chosen I32 of the size of `y`: the step that each maximum came from, the first of equals
    void max(Buffer x, Buffer y, Buffer chosen, Axis axis);

    /// Each gradient goes to the step that was chosen; all others get 0.
    void maxGradInput(Buffer gradY, Buffer chosen, Destination gradX, Axis axis);
}
