package dev.lathe.train.loop;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.train.privacy.PrivacyPlan;
import dev.lathe.train.privacy.SecretNumbers;
import java.util.Arrays;
import java.util.List;

/// The sum of a step's clipped gradients, and the noise that hides each of them.
///
///     sum = Σ g min(1, clip / |g|)            over the examples; |g| over all trained parameters together
///     g' = (grid(sum) + grid(noise)) / batch  noise ~ N(0, σ² (clip + margin)²)
///
/// Source: Abadi et al., 2016, algorithm 1. Sums are doubles on the host, so that rounding is far below what is promised. Sum and
/// noise are whole multiples of `clip / 2^36` before they meet: every result is possible for every sum, and its low digits tell
/// nothing (the weakness of Mironov, 2012). Rounding moves neighbouring sums apart by √n grid steps at most, n being the number of
/// elements; the margin is twice that.
///
/// Where examples are clipped together, by their norms, both the norms and the sum of the batch are of floats, whose rounding is not the clip's
/// affair any more: noise is wider by a 256th for that. `ExampleNormsTest` measures what rounding moves: less than a 10,000th.
///
/// Memory: a double for each trained number, on the host.
final class PrivateGradient {
    private static final double GRID = 0x1p-36;
    private static final double FLOATS = 0x1p-8;
    private static final int CHUNK = 1 << 16;

    private final List<Parameter> parameters;
    private final PrivacyPlan plan;
    private final double[][] sums;
    private final float[][] gradients;
    private final double grid;
    private final double deviation;

    /// @param together whether [#addSum] is used
    PrivateGradient(List<Parameter> parameters, PrivacyPlan plan, boolean together) {
        this.parameters = parameters;
        this.plan = plan;
        this.sums = parameters.stream().map(p -> new double[p.shape().size()]).toArray(double[][]::new);
        this.gradients = parameters.stream().map(p -> new float[p.shape().size()]).toArray(float[][]::new);
        double clip = plan.options().clip();
        long elements = parameters.stream().mapToLong(p -> p.shape().size()).sum();
        this.grid = clip * GRID;
        this.deviation = plan.step().sigma() * (clip * (together ? 1 + FLOATS : 1) + 2 * Math.sqrt(elements) * grid);
    }

    /// Takes what the parameters have gathered as one example's gradient, and clears it.
    ///
    /// @return its norm before clipping
    double add() {
        double squares = 0;
        for (int p = 0; p < sums.length; p++) {
            if (parameters.get(p).hasGradient()) {
                parameters.get(p).gradient().buffer().read(0, gradients[p], 0, gradients[p].length);
                squares += squares(gradients[p]);
            }
        }
        double norm = Math.sqrt(squares);
        if (!Double.isFinite(norm)) {
            return norm;
        }
        add(share(norm));
        return norm;
    }

    /// Takes what the parameters have gathered as a sum of clipped gradients, and clears it.
    void addSum() {
        for (int p = 0; p < sums.length; p++) {
            if (parameters.get(p).hasGradient()) {
                parameters.get(p).gradient().buffer().read(0, gradients[p], 0, gradients[p].length);
            }
        }
        add(1);
    }

    /// What clipping leaves of a gradient.
    double share(double norm) {
        return Math.min(1, plan.options().clip() / norm);
    }

    private void add(double scale) {
        for (int p = 0; p < sums.length; p++) {
            if (parameters.get(p).hasGradient()) {
                addScaled(sums[p], gradients[p], scale);
                parameters.get(p).clearGradient();
            }
        }
    }

    private static double squares(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }

    private static void addScaled(double[] sum, float[] values, double scale) {
        for (int i = 0; i < values.length; i++) {
            sum[i] += scale * values[i];
        }
    }

    /// Leaves the parameters the noised mean, and begins anew.
    ///
    /// @param number of the step
    void release(int number, SecretNumbers secret) {
        var noise = new double[CHUNK];
        for (int p = 0; p < sums.length; p++) {
            Buffer buffer = parameters.get(p).gradientDestination().buffer();
            float[] result = gradients[p];
            for (int from = 0; from < result.length; from += CHUNK) {
                int count = Math.min(CHUNK, result.length - from);
                secret.gaussians(number, p, from, noise, count);
                for (int i = 0; i < count; i++) {
                    result[from + i] = released(sums[p][from + i], noise[i]);
                }
            }
            buffer.write(0, result, 0, result.length);
            Arrays.fill(sums[p], 0);
        }
    }

    private float released(double sum, double noise) {
        return (float) ((Math.rint(sum / grid) + Math.rint(noise * deviation / grid)) * grid / plan.batch());
    }
}
