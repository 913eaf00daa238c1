package dev.lathe.train.privacy;

/// One step of private training: each example is taken with the same probability, independently of the others, and Gaussian noise is
/// added to the sum of what those taken say.
///
/// Data sets are neighbours if one has an example more.
///
/// @param sigma standard deviation of the noise over the most that one example can change the sum by; more than 0
/// @param sampleRate probability of an example to be taken, more than 0 and at most 1
public record SampledGaussian(double sigma, double sampleRate) {
    public SampledGaussian {
        if (!(sigma > 0) || Double.isInfinite(sigma)) {
            throw new IllegalArgumentException("sigma %s: needs more than 0".formatted(sigma));
        }
        if (!(sampleRate > 0 && sampleRate <= 1)) {
            throw new IllegalArgumentException("sampleRate %s: needs more than 0 and at most 1".formatted(sampleRate));
        }
    }
}
