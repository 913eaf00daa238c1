package dev.lathe.trust.explain.method;

import dev.lathe.tensor.device.Philox;
import java.util.ArrayList;
import java.util.List;

/// [Saliency] of the mean gradient over copies of the text whose embeddings are disturbed: ‖Eₑ ∂f/∂xᵢ(x + e)‖₂, e normal.
///
/// Source: Smilkov et al., 2017, section 2.
///
/// @param samples copies, 1 or more
/// @param noise deviation of e, as a share of the embeddings' range; the paper's usual is 0.1 to 0.2
public record SmoothGrad(int samples, double noise, long seed) implements AttributionMethod {
    /// The generator's site, far from those of others.
    private static final int SITE = 0x736d6f6f;

    /// @throws IllegalArgumentException if there is no sample, or the noise is not 0 or more
    public SmoothGrad {
        if (samples < 1) {
            throw new IllegalArgumentException("samples %d: needs at least 1".formatted(samples));
        }
        if (!(noise >= 0) || Double.isInfinite(noise)) {
            throw new IllegalArgumentException("noise %s: needs 0 or more".formatted(noise));
        }
    }

    @Override
    public String name() {
        return "smoothgrad";
    }

    @Override
    public boolean isSigned() {
        return false;
    }

    @Override
    public boolean isComplete() {
        return false;
    }

    @Override
    public boolean isOfGradients() {
        return true;
    }

    @Override
    public Attribution attribute(ExplainedText text) {
        float[] x = text.embedded().sum();
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (float value : x) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        var points = new ArrayList<float[]>();
        points.add(x);
        for (int n = 0; n < samples; n++) {
            points.add(disturbed(x, noise * ((double) most - least), seed, n));
        }
        List<ExplainedText.Point> answers = text.at(points);
        var mean = new float[x.length];
        for (int i = 0; i < mean.length; i++) {
            double sum = 0;
            for (int n = 1; n <= samples; n++) {
                sum += answers.get(n).gradient()[i];
            }
            mean[i] = (float) (sum / samples);
        }
        return Attribution.ofTokens(text, Saliency.lengths(mean, text.tokens()), 0, answers.getFirst().value());
    }

    /// x + e, each element of e normal with a deviation (Box and Muller, 1958).
    static float[] disturbed(float[] x, double deviation, long seed, int sample) {
        var moved = new float[x.length];
        var words = new int[4];
        for (int i = 0; i < x.length; i++) {
            Philox.block(Philox.key0(seed), Philox.key1(seed, 0), i, sample, 0, SITE, words, 0);
            double radius = Math.sqrt(-2 * StrictMath.log((Integer.toUnsignedLong(words[0]) + 1) * 0x1p-32));
            moved[i] = (float) (x[i] + deviation * radius * StrictMath.cos(2 * Math.PI * Integer.toUnsignedLong(words[1]) * 0x1p-32));
        }
        return moved;
    }
}
