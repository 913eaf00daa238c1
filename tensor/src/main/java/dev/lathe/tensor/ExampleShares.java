package dev.lathe.tensor;

/// How much each example's gradient counts, once the norms of all are known: for clipping them one by one.
@FunctionalInterface
public interface ExampleShares {
    /// @param norms of each example's gradient, over all parameters together
    /// @return a factor for each
    double[] of(double[] norms);
}
