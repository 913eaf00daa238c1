package dev.lathe.trust.federation;

import dev.lathe.train.privacy.NoiseSearch;
import dev.lathe.train.privacy.PrivacyOptions;
import dev.lathe.train.privacy.SampledGaussian;
import java.util.Locale;
import java.util.OptionalDouble;

/// That the common model hardly depends on any single client: each change is clipped as a whole, and noise is added. docs/federation.md has the
/// promises and the formulas.
///
/// @param kind who adds the noise
/// @param options budget, noise as a multiple of the clip, delta, clip of a client's change in a round, accountant
public record FederationPrivacy(Kind kind, PrivacyOptions options) {
    /// Who adds the noise, and whom clients have to trust.
    public enum Kind {
        /// The server, to the sum: it is trusted, and neighbours are federations of which one has a client more.
        CENTRAL,
        /// Each client, to what it sends: nobody is trusted, and neighbours are any two sets of data of that client.
        LOCAL;

        /// As a configuration has it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Noise and budget of a whole federation.
    ///
    /// @param deviation of the noise, as a multiple of the clip
    /// @param step each round, as an accountant counts it
    /// @param rounds the most that there are
    public record Plan(FederationPrivacy privacy, double deviation, SampledGaussian step, int rounds) {
        public double epsilonAfter(int done) {
            return privacy.options.accountant().epsilon(step, done, privacy.options.delta());
        }

        /// @throws IllegalStateException if a round would spend more than was promised
        void requireWithin(int round) {
            if (round > rounds) {
                throw new IllegalStateException("round %d: the privacy budget is for %d rounds".formatted(round, rounds));
            }
        }
    }

    /// @param participation probability of each client to be asked in a round. It hides clients from those who see the model only, so that it counts
    ///     for [Kind#CENTRAL] and not for [Kind#LOCAL]
    /// @throws IllegalArgumentException if noise is given that spends more than the budget
    public Plan plan(int rounds, double participation) {
        double rate = kind == Kind.CENTRAL ? participation : 1;
        // Two changes of norm S are 2 S apart: noise of σ S hides them as σ / 2 hides one that is there or not.
        double halved = kind == Kind.CENTRAL ? 1 : 2;
        double sigma = options.noise().isPresent() ? options.noise().getAsDouble() / halved
                : NoiseSearch.sigma(options.accountant(), options.epsilon().orElseThrow(), options.delta(), rate, rounds);
        var plan = new Plan(this, sigma * halved, new SampledGaussian(sigma, rate), rounds);
        double spent = plan.epsilonAfter(rounds);
        OptionalDouble budget = options.epsilon();
        if (budget.isPresent() && spent > budget.getAsDouble()) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "privacy: noise %s: %d rounds spend epsilon %.4f, more than %s; %d would not",
                    options.noise().orElseThrow(), rounds, spent, budget.getAsDouble(),
                    NoiseSearch.steps(options.accountant(), budget.getAsDouble(), options.delta(), plan.step)));
        }
        if (Double.isInfinite(spent)) {
            throw new IllegalArgumentException("privacy: noise %s: promises nothing at delta %s".formatted(plan.deviation, options.delta()));
        }
        return plan;
    }
}
