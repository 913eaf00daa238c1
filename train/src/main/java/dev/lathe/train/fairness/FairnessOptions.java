package dev.lathe.train.fairness;

import dev.lathe.train.evaluate.group.Parity;
import dev.lathe.train.output.TrainingRecord;
import java.util.ArrayList;
import java.util.Optional;

/// How a training corrects that groups are treated differently.
///
/// @param column of the data that says whose text it is; no model reads it
/// @param positive the label that counts as selected; may be empty if there is neither a penalty nor a threshold
/// @param training what is done while it learns
/// @param weight of the penalty, or of the adversary's turned gradient, more than 0; means nothing without one
/// @param thresholds what a threshold a group, chosen on the dev data, makes equal; empty for none. Not equalised odds: thresholds alone
///     cannot reach them
public record FairnessOptions(
        String column, Optional<String> positive, FairTraining training, double weight, Optional<Parity> thresholds) {
    public FairnessOptions {
        if (column.isBlank()) {
            throw new IllegalArgumentException("fairnessGroup '%s': needs a column".formatted(column));
        }
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("fairnessWeight %s: needs more than 0".formatted(weight));
        }
        if (thresholds.equals(Optional.of(Parity.EQUALISED_ODDS))) {
            throw new IllegalArgumentException(
                    "fairnessThresholds equalised-odds: a threshold a group cannot make both rates equal; needs demographic-parity or equal-opportunity");
        }
        if (training == FairTraining.NONE && thresholds.isEmpty()) {
            throw new IllegalArgumentException("fairness none: needs a correction or thresholds");
        }
        if (positive.isEmpty() && (training.hasPenalty() || thresholds.isPresent())) {
            throw new IllegalArgumentException("fairness %s: needs a positive label".formatted(
                    training.hasPenalty() ? training.word() : "thresholds"));
        }
    }

    /// Weights that make groups and labels independent in the training data.
    public static FairnessOptions reweighing(String column) {
        return new FairnessOptions(column, Optional.empty(), FairTraining.REWEIGHING, FairTraining.REWEIGHING.usualWeight(), Optional.empty());
    }

    /// A penalty beside the loss.
    public static FairnessOptions penalty(FairTraining kind, String column, String positive, double weight) {
        return new FairnessOptions(column, Optional.of(positive), kind, weight, Optional.empty());
    }

    /// An adversary that guesses the group while the model learns.
    public static FairnessOptions adversarial(String column, double weight) {
        return new FairnessOptions(column, Optional.empty(), FairTraining.ADVERSARIAL, weight, Optional.empty());
    }

    /// Thresholds when the training is done.
    public static FairnessOptions thresholds(Parity parity, String column, String positive) {
        return new FairnessOptions(column, Optional.of(positive), FairTraining.NONE, FairTraining.NONE.usualWeight(), Optional.of(parity));
    }

    /// What is done, in words for the model card.
    public String remark() {
        var done = new ArrayList<String>();
        if (training != FairTraining.NONE) {
            done.add("%s while training%s".formatted(training.word(), training.isWeighted() ? ", weight " + weight : ""));
        }
        thresholds.ifPresent(parity -> done.add("thresholds for " + parity.word()));
        return "Groups by '%s' were corrected for: %s.%s".formatted(column, String.join("; ", done), training == FairTraining.ADVERSARIAL
                ? " The adversary is no part of the model; another reader may still tell the groups by the model's vectors." : "");
    }

    /// Adds what is done to `training.json`.
    public void describe(TrainingRecord record) {
        record.option("fairness-group", column);
        positive.ifPresent(label -> record.option("fairness-positive", label));
        if (training != FairTraining.NONE) {
            record.option("fairness", training.word());
        }
        if (training.isWeighted()) {
            record.option("fairness-weight", weight);
        }
        thresholds.ifPresent(parity -> record.option("fairness-thresholds", parity.word()));
    }
}
