package dev.lathe.train.loss;

import dev.lathe.train.output.TrainingRecord;
import java.util.Optional;

/// How the loss of labels differs from plain cross-entropy. It is trained with; evaluations report the plain one.
///
/// @param weights of the labels; default [ClassWeights#EVEN]
/// @param focalGamma how much less what is known already counts, 0 or more; default 0, not at all. Source: Lin et al., 2017
/// @param labelSmoothing share of the target that is spread over all labels, 0 or more and less than 1; default 0. Source: Szegedy et
///     al., 2016, section 7
/// @param rDrop how much two passes with other dropout may not disagree, 0 or more; default 0, one pass. Source: Liang et al., 2021
public record LossOptions(ClassWeights weights, double focalGamma, double labelSmoothing, double rDrop) {
    /// Plain cross-entropy.
    public static final LossOptions USUAL = new LossOptions(ClassWeights.EVEN, 0, 0, 0);

    public LossOptions {
        zeroOrMore("focalGamma", focalGamma);
        zeroOrMore("rDrop", rDrop);
        if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
            throw new IllegalArgumentException("labelSmoothing %s: needs 0 or more and less than 1".formatted(labelSmoothing));
        }
        if (focalGamma > 0 && labelSmoothing > 0) {
            throw new IllegalArgumentException("focalGamma %s and labelSmoothing %s: give one of the two".formatted(focalGamma, labelSmoothing));
        }
    }

    private static void zeroOrMore(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("%s %s: needs 0 or more".formatted(name, value));
        }
    }

    public LossOptions withWeights(ClassWeights other) {
        return new LossOptions(other, focalGamma, labelSmoothing, rDrop);
    }

    public LossOptions withFocalGamma(double other) {
        return new LossOptions(weights, other, labelSmoothing, rDrop);
    }

    public LossOptions withLabelSmoothing(double other) {
        return new LossOptions(weights, focalGamma, other, rDrop);
    }

    public LossOptions withRDrop(double other) {
        return new LossOptions(weights, focalGamma, labelSmoothing, other);
    }

    /// What of it is not known to keep an example's gradients its own: weights counted in the data, and two passes.
    public Optional<String> notPrivateWith() {
        if (weights.equals(ClassWeights.BALANCED)) {
            return Optional.of("class-weights balanced");
        }
        return rDrop > 0 ? Optional.of("r-drop") : Optional.empty();
    }

    /// Adds what differs from plain cross-entropy to `training.json`.
    public void describe(TrainingRecord record) {
        if (!weights.equals(ClassWeights.EVEN)) {
            record.option("class-weights", weights.words());
        }
        if (focalGamma > 0) {
            record.option("focal-gamma", focalGamma);
        }
        if (labelSmoothing > 0) {
            record.option("label-smoothing", labelSmoothing);
        }
        if (rDrop > 0) {
            record.option("r-drop", rDrop);
        }
    }
}
