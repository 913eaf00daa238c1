package dev.lathe.train.loop;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.device.Backend;
import dev.lathe.train.privacy.PrivacyPlan;
import dev.lathe.train.privacy.SecretNumbers;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

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
    /// Elements of a job, even.
    private static final int CHUNK = 1 << 13;

    private final List<Parameter> parameters;
    private final PrivacyPlan plan;
    private final double[][] sums;
    private final float[][] gradients;
    private final Backend backend;
    private final List<Chunk> chunks;
    private final double grid;
    private final double deviation;

    /// Some elements of a parameter.
    private record Chunk(int parameter, int from, int count) {}

    /// @param together whether [#addSum] is used
    /// @param backend whose threads the host's work is done on
    PrivateGradient(List<Parameter> parameters, PrivacyPlan plan, boolean together, Backend backend) {
        this.parameters = parameters;
        this.plan = plan;
        this.sums = parameters.stream().map(p -> new double[p.shape().size()]).toArray(double[][]::new);
        this.gradients = parameters.stream().map(p -> new float[p.shape().size()]).toArray(float[][]::new);
        this.backend = backend;
        this.chunks = IntStream.range(0, sums.length).boxed().flatMap(p -> IntStream.iterate(0, from -> from < sums[p].length, from -> from + CHUNK)
                .mapToObj(from -> new Chunk(p, from, Math.min(CHUNK, sums[p].length - from)))).toList();
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
        inChunks(chunk -> {
            if (parameters.get(chunk.parameter).hasGradient()) {
                addScaled(sums[chunk.parameter], gradients[chunk.parameter], scale, chunk);
            }
        });
        parameters.forEach(Parameter::clearGradient);
    }

    private void inChunks(Consumer<Chunk> work) {
        backend.onHost(chunks.size(), i -> work.accept(chunks.get(i)));
    }

    private static double squares(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }

    private static void addScaled(double[] sum, float[] values, double scale, Chunk chunk) {
        for (int i = chunk.from; i < chunk.from + chunk.count; i++) {
            sum[i] += scale * values[i];
        }
    }

    /// Leaves the parameters the noised mean, and begins anew.
    ///
    /// @param number of the step
    void release(int number, SecretNumbers secret) {
        inChunks(chunk -> release(number, secret, chunk));
        for (int p = 0; p < sums.length; p++) {
            parameters.get(p).gradientDestination().buffer().write(0, gradients[p], 0, gradients[p].length);
        }
    }

    private void release(int number, SecretNumbers secret, Chunk chunk) {
        double[] sum = sums[chunk.parameter];
        var noise = new double[chunk.count];
        secret.gaussians(number, chunk.parameter, chunk.from, noise, chunk.count);
        for (int i = 0; i < chunk.count; i++) {
            gradients[chunk.parameter][chunk.from + i] = released(sum[chunk.from + i], noise[i]);
        }
        Arrays.fill(sum, chunk.from, chunk.from + chunk.count, 0);
    }

    private float released(double sum, double noise) {
        return (float) ((Math.rint(sum / grid) + Math.rint(noise * deviation / grid)) * grid / plan.batch());
    }
}
