package dev.lathe.train.loop;

import dev.lathe.train.perturb.Augmentation;
import java.util.Optional;

/// What a training does against data that is rare, noisy or hostile; docs/robust-training.md has the formulas.
///
/// @param adversarial how texts are disturbed; default not at all
/// @param averaging of the parameters; default none
/// @param balancedSampling whether an epoch draws each label equally often, with replacement, instead of each example once; default
///     false
/// @param augmentation how copies of the texts are changed that are learnt too; default none
public record RobustOptions(
        Optional<AdversarialOptions> adversarial, Averaging averaging, boolean balancedSampling, Optional<Augmentation> augmentation) {
    /// Nothing.
    public static final RobustOptions NONE = new RobustOptions(Optional.empty(), Averaging.NONE, false, Optional.empty());

    public RobustOptions withAdversarial(AdversarialOptions other) {
        return new RobustOptions(Optional.of(other), averaging, balancedSampling, augmentation);
    }

    public RobustOptions withAveraging(Averaging other) {
        return new RobustOptions(adversarial, other, balancedSampling, augmentation);
    }

    public RobustOptions withBalancedSampling() {
        return new RobustOptions(adversarial, averaging, true, augmentation);
    }

    public RobustOptions withAugmentation(Augmentation other) {
        return new RobustOptions(adversarial, averaging, balancedSampling, Optional.of(other));
    }
}
