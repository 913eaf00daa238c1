package dev.lathe.train.privacy;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What a private training promises, and by which means; docs/privacy.md has the formulas and what is outside the promise.
///
/// @param epsilon the most that the run may spend; if empty, `noise` decides
/// @param noise sigma of each step; if empty, the least that keeps `epsilon`
/// @param delta the probability with which more may be lost, more than 0 and less than 1; well below one over the number of examples
/// @param clip norm that each example's gradient is clipped to, more than 0; default 1
/// @param accountant which adds up; one that gives a bound
/// @param seed of everything that is secret, for tests that repeat: whoever knows it takes the noise off again. Default a
///     secret from the system's secure random numbers
/// @param passes how gradients are found; default [PrivatePasses#PACKED]
public record PrivacyOptions(
        OptionalDouble epsilon, OptionalDouble noise, double delta, double clip, Accountant accountant, OptionalLong seed,
        PrivatePasses passes) {
    /// The usual [#clip].
    public static final double CLIP = 1;

    /// With passes over whole batches.
    public PrivacyOptions(
            OptionalDouble epsilon, OptionalDouble noise, double delta, double clip, Accountant accountant, OptionalLong seed) {
        this(epsilon, noise, delta, clip, accountant, seed, PrivatePasses.PACKED);
    }

    public PrivacyOptions {
        if (epsilon.isEmpty() && noise.isEmpty()) {
            throw new IllegalArgumentException("private training: needs an epsilon or a noise");
        }
        epsilon.ifPresent(value -> positive("dpEpsilon", value));
        noise.ifPresent(value -> positive("dpNoise", value));
        if (!(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException("dpDelta %s: needs more than 0 and less than 1".formatted(delta));
        }
        positive("dpClip", clip);
        if (!accountant.isBound()) {
            throw new IllegalArgumentException("dpAccountant %s: estimates, and a promise needs a bound; give rdp or pld".formatted(accountant.word()));
        }
    }

    /// A budget, with noise, clipping and accountant to match.
    public static PrivacyOptions ofEpsilon(double epsilon, double delta) {
        return new PrivacyOptions(OptionalDouble.of(epsilon), OptionalDouble.empty(), delta, CLIP, Accountant.RDP, OptionalLong.empty(), PrivatePasses.PACKED);
    }

    /// Noise, and whatever budget it takes.
    public static PrivacyOptions ofNoise(double sigma, double delta) {
        return new PrivacyOptions(OptionalDouble.empty(), OptionalDouble.of(sigma), delta, CLIP, Accountant.RDP, OptionalLong.empty(), PrivatePasses.PACKED);
    }

    public PrivacyOptions withClip(double other) {
        return new PrivacyOptions(epsilon, noise, delta, other, accountant, seed, passes);
    }

    public PrivacyOptions withAccountant(Accountant other) {
        return new PrivacyOptions(epsilon, noise, delta, clip, other, seed, passes);
    }

    public PrivacyOptions withSeed(long value) {
        return new PrivacyOptions(epsilon, noise, delta, clip, accountant, OptionalLong.of(value), passes);
    }

    public PrivacyOptions withPasses(PrivatePasses other) {
        return new PrivacyOptions(epsilon, noise, delta, clip, accountant, seed, other);
    }

    private static void positive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("%s %s: needs more than 0".formatted(name, value));
        }
    }

    /// What it means for a training.
    ///
    /// @param examples of the training data
    /// @param batch examples of a step, as expected
    /// @param steps of the whole training
    /// @throws IllegalArgumentException if a batch is more than the data, or noise is given that spends more than the budget
    public PrivacyPlan plan(int examples, int batch, long steps) {
        if (batch > examples) {
            throw new IllegalArgumentException("batchSize %d: the training data has %d examples, of which each is drawn with the probability "
                    .formatted(batch, examples) + "batch size / examples");
        }
        double rate = (double) batch / examples;
        double sigma = noise.orElseGet(() -> NoiseSearch.sigma(accountant, epsilon.orElseThrow(), delta, rate, steps));
        var step = new SampledGaussian(sigma, rate);
        double spent = accountant.epsilon(step, steps, delta);
        if (epsilon.isPresent() && spent > epsilon.getAsDouble()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "dpNoise %s: %d steps spend epsilon %.4f, more than %s; %d steps would not", sigma, steps, spent,
                    epsilon.getAsDouble(), NoiseSearch.steps(accountant, epsilon.getAsDouble(), delta, step)));
        }
        if (Double.isInfinite(spent)) {
            throw new IllegalArgumentException("dpNoise %s: promises nothing at delta %s".formatted(sigma, delta));
        }
        return new PrivacyPlan(this, step, batch, steps);
    }

    /// The secret of a new run.
    public SecretNumbers secret() {
        return seed.isPresent() ? SecretNumbers.ofSeed(seed.getAsLong()) : SecretNumbers.fresh();
    }

    /// Why a run promises nothing, if it does not.
    public Optional<String> warning() {
        return seed.isPresent()
                ? Optional.of("dp-seed: this run protects nobody: whoever knows the seed can take the noise off again") : Optional.empty();
    }
}
