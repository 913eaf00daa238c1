package dev.lathe.train.evaluate.score;

/// Sums in the order of NumPy, so that a mean that lies between two printed digits falls to the same side as there.
///
/// Up to seven numbers one after the other; up to 128 in eight chains, which are joined in pairs before the tail is added;
/// more as the sum of two halves, the first a multiple of eight long.
final class PairwiseSum {
    private static final int CHAINS = 8;
    private static final int BLOCK = 128;

    private PairwiseSum() {
    }

    static double of(double[] values) {
        return of(values, 0, values.length);
    }

    private static double of(double[] values, int start, int count) {
        if (count > BLOCK) {
            int half = count / 2 / CHAINS * CHAINS;
            return of(values, start, half) + of(values, start + half, count - half);
        }
        int chained = count / CHAINS * CHAINS;
        double sum = chained == 0 ? 0 : chains(values, start, chained);
        for (int i = start + chained; i < start + count; i++) {
            sum += values[i];
        }
        return sum;
    }

    private static double chains(double[] values, int start, int count) {
        var sums = new double[CHAINS];
        for (int i = 0; i < count; i++) {
            sums[i % CHAINS] += values[start + i];
        }
        for (int width = 1; width < CHAINS; width *= 2) {
            for (int i = 0; i < CHAINS; i += 2 * width) {
                sums[i] += sums[i + width];
            }
        }
        return sums[0];
    }
}
