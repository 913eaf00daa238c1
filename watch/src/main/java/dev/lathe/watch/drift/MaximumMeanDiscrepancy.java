package dev.lathe.watch.drift;

import java.util.Arrays;

/// The maximum mean discrepancy, squared, without bias: the mean of `k(x, x')` plus that of `k(y, y')`, both of different points, less twice that
/// of `k(x, y)`, with the kernel `k(a, b) = exp(-‖a - b‖² / 2σ²)` and `σ` the median distance of all points.
///
/// A. Gretton, K. M. Borgwardt, M. J. Rasch, B. Schölkopf, A. Smola, *A Kernel Two-Sample Test*, JMLR 13, 2012: lemma 6, and the
/// median in section 8.
final class MaximumMeanDiscrepancy {
    private MaximumMeanDiscrepancy() {}

    static Permutations.Distance of(double[][] points) {
        double[][] kernel = kernel(points);
        return (order, first) -> {
            double within = 0;
            double others = 0;
            double between = 0;
            for (int i = 0; i < order.length; i++) {
                double[] row = kernel[order[i]];
                for (int j = 0; j < i; j++) {
                    double k = row[order[j]];
                    if (i < first) {
                        within += k;
                    } else if (j >= first) {
                        others += k;
                    } else {
                        between += k;
                    }
                }
            }
            double n = first;
            double m = order.length - first;
            return 2 * within / (n * (n - 1)) + 2 * others / (m * (m - 1)) - 2 * between / (n * m);
        };
    }

    private static double[][] kernel(double[][] points) {
        int count = points.length;
        double[][] squares = new double[count][count];
        double[] pairs = new double[count * (count - 1) / 2];
        int pair = 0;
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < i; j++) {
                double square = 0;
                for (int axis = 0; axis < points[i].length; axis++) {
                    double apart = points[i][axis] - points[j][axis];
                    square += apart * apart;
                }
                squares[i][j] = square;
                squares[j][i] = square;
                pairs[pair++] = square;
            }
        }
        Arrays.sort(pairs);
        double median = pairs[pairs.length / 2];
        // More than half of the points are one and the same: any width tells it from others.
        double width = median == 0 ? 1 : 2 * median;
        for (double[] row : squares) {
            for (int j = 0; j < count; j++) {
                row[j] = StrictMath.exp(-row[j] / width);
            }
        }
        return squares;
    }
}
