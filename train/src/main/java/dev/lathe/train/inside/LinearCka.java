package dev.lathe.train.inside;

/// How alike two layers, or two models, see the same texts: linear centred kernel alignment,
/// ‖YᵀX‖² / (‖XᵀX‖ ‖YᵀY‖) with Frobenius norms and columns whose mean was taken off. 1 for states that differ by a rotation and a factor
/// only, 0 for unrelated ones; with fewer texts than features unrelated ones look alike too.
///
/// Source: Kornblith et al., "Similarity of neural network representations revisited", ICML 2019, equation 5 and section 3.
public final class LinearCka {
    private LinearCka() {}

    /// @param x `[texts,features]`
    /// @param y `[texts,features]` of the same texts, of as many features or others
    /// @throws IllegalArgumentException if they are not of the same number of texts, or that is less than 2
    /// @throws ArithmeticException if all rows of one are the same
    public static double of(double[][] x, double[][] y) {
        if (x.length != y.length || x.length < 2) {
            throw new IllegalArgumentException("cka: states of %d and %d texts: needs as many, at least 2".formatted(x.length, y.length));
        }
        double[][] a = centred(x);
        double[][] b = centred(y);
        double norms = StrictMath.sqrt(product(a, a)) * StrictMath.sqrt(product(b, b));
        if (norms == 0) {
            throw new ArithmeticException("cka: all texts have the same state");
        }
        return product(a, b) / norms;
    }

    private static double[][] centred(double[][] x) {
        int features = x[0].length;
        var mean = new double[features];
        for (double[] row : x) {
            for (int f = 0; f < features; f++) {
                mean[f] += row[f] / x.length;
            }
        }
        var centred = new double[x.length][features];
        for (int i = 0; i < x.length; i++) {
            for (int f = 0; f < features; f++) {
                centred[i][f] = x[i][f] - mean[f];
            }
        }
        return centred;
    }

    /// ‖BᵀA‖², as the sum of all products of the entries of AAᵀ and BBᵀ: by texts, for there are fewer of them than pairs of features.
    private static double product(double[][] a, double[][] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += dot(a[i], a[i]) * dot(b[i], b[i]);
            for (int j = 0; j < i; j++) {
                sum += 2 * dot(a[i], a[j]) * dot(b[i], b[j]);
            }
        }
        return sum;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
