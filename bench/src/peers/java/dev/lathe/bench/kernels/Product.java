package dev.lathe.bench.kernels;

import dev.lathe.bench.peers.Work;
import java.util.List;
import java.util.SplittableRandom;

/// A product of `batch` pairs of matrices, c = a b: `[m,k]` by `[k,n]`.
///
/// @param label where it comes from
/// @param form which of the two is stored transposed
/// @param weights what is known of `b` beforehand
public record Product(String label, Form form, Weights weights, int batch, int m, int n, int k) implements Workload {

    /// The three products of a linear layer.
    public enum Form {
        /// x weightᵀ.
        FORWARD(false, true),
        /// gradY weight.
        GRADIENT_TO_INPUT(false, false),
        /// gradYᵀ x.
        GRADIENT_TO_WEIGHT(true, false);

        private final boolean leftTransposed;
        private final boolean rightTransposed;

        Form(boolean leftTransposed, boolean rightTransposed) {
            this.leftTransposed = leftTransposed;
            this.rightTransposed = rightTransposed;
        }

        boolean leftTransposed() {
            return leftTransposed;
        }

        boolean rightTransposed() {
            return rightTransposed;
        }

        /// As BLAS says it.
        String letters() {
            return (leftTransposed ? "T" : "N") + (rightTransposed ? "T" : "N");
        }
    }

    /// What an engine may do to `b` before it is timed.
    public enum Weights {
        /// Nothing: they change from call to call, as in training.
        NEW_EACH_TIME,
        /// Whatever it likes: they stay, as in prediction.
        KEPT
    }

    @Override
    public String name() {
        String size = (batch > 1 ? batch + "x" : "") + m + "x" + n + "x" + k;
        return "%s %s %s%s".formatted(label, size, form.letters(), weights == Weights.KEPT ? " kept" : "");
    }

    @Override
    public double amount() {
        return 2e-9 * batch * m * n * k;
    }

    @Override
    public Work.Unit unit() {
        return Work.Unit.GIGAFLOP;
    }

    @Override
    public List<KernelCall> open(int threads) {
        float[] left = values(batch * m * k, 1);
        float[] right = values(batch * k * n, 2);
        return batch > 1
                ? List.of(new LatheProduct(this, left, right, threads), new OneDnnProduct(this, left, right, threads))
                : List.of(new LatheProduct(this, left, right, threads), new OpenBlasProduct(this, left, right, threads),
                        new OneDnnSgemm(this, left, right, threads), new OneDnnProduct(this, left, right, threads));
    }

    /// Elements are within 1, so are their products: a random walk of rounding errors over the depth.
    @Override
    public double compare(List<KernelCall> calls) {
        return Agreement.largestDifference(name(), calls, 8 * Math.ulp(1f) * k);
    }

    private static float[] values(int count, long seed) {
        var random = new SplittableRandom(seed);
        var values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }
}
