package dev.lathe.train.loop;

import java.util.Optional;

/// What a training does against data that is rare, noisy or hostile; docs/robust-training.md has the formulas.
///
/// @param adversarial how texts are disturbed; default not at all
/// @param averaging of the parameters; default none
/// @param balancedSampling whether an epoch draws each label equally often, with replacement, instead of each example once; default
///     false
public record RobustOptions(Optional<AdversarialOptions> adversarial, Averaging averaging, boolean balancedSampling) {
    /// Nothing.
    public static final RobustOptions NONE = new RobustOptions(Optional.empty(), Averaging.NONE, false);

    public RobustOptions withAdversarial(AdversarialOptions other) {
        return new RobustOptions(Optional.of(other), averaging, balancedSampling);
    }

    public RobustOptions withAveraging(Averaging other) {
        return new RobustOptions(adversarial, other, balancedSampling);
    }

    public RobustOptions withBalancedSampling() {
        return new RobustOptions(adversarial, averaging, true);
    }
}
