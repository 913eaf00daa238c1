package dev.lathe.trust.explain.method;

import java.util.BitSet;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/// The weighted linear fit to a number of sets whose coefficients sum to a given difference.
///
/// The last coefficient is the difference less the others, which leaves a fit without a condition; of several that fit alike, the
/// shortest. With Shapley's weights of all sets it gives Shapley's values (Lundberg and Lee, 2017, theorem 2).
final class KernelRegression {
    private KernelRegression() {}

    /// A set of words and its weight.
    record Weighted(BitSet set, double weight) {}

    /// @param value the number of a set
    /// @param words how many there are, 1 or more
    /// @param from the number without any
    /// @param to the number with all
    static double[] solve(List<Weighted> rows, ToDoubleFunction<BitSet> value, int words, double from, double to) {
        int free = words - 1;
        var scores = new double[words];
        scores[free] = to - from;
        if (free == 0) {
            return scores;
        }
        var normal = new double[free][free];
        var right = new double[free];
        for (Weighted row : rows) {
            double last = row.set.get(free) ? 1 : 0;
            double y = value.applyAsDouble(row.set) - from - last * (to - from);
            for (int i = 0; i < free; i++) {
                double x = (row.set.get(i) ? 1 : 0) - last;
                right[i] += row.weight * x * y;
                for (int j = 0; j < free; j++) {
                    normal[i][j] += row.weight * x * ((row.set.get(j) ? 1 : 0) - last);
                }
            }
        }
        double[] solved = new SingularValueDecomposition(new Array2DRowRealMatrix(normal, false))
                .getSolver().solve(new ArrayRealVector(right, false)).toArray();
        for (int i = 0; i < free; i++) {
            scores[i] = solved[i];
            scores[free] -= solved[i];
        }
        return scores;
    }
}
