package dev.lathe.train.run;

import dev.lathe.train.loop.AdversarialOptions;
import dev.lathe.train.loop.Averaging;
import dev.lathe.train.loop.RobustOptions;
import dev.lathe.train.output.TrainingRecord;

/// What a run writes down of [RobustOptions]: those that are given.
final class RobustRecord {
    private RobustRecord() {}

    static void describe(TrainingRecord record, RobustOptions options) {
        options.adversarial().ifPresent(adversarial -> describe(record, adversarial));
        switch (options.averaging()) {
            case Averaging.None() -> { }
            case Averaging.Exponential(double decay) -> record.option("ema", decay);
            case Averaging.Epochs(int from) -> record.option("swa-from", from);
        }
        if (options.balancedSampling()) {
            record.option("sampling", "balanced");
        }
        options.augmentation().ifPresent(augmentation -> record.option("augment", augmentation.words()));
    }

    private static void describe(TrainingRecord record, AdversarialOptions options) {
        record.option("adversarial", options.method().word()).option("adversarial-epsilon", options.epsilon());
        if (options.method() != AdversarialOptions.Method.FGM) {
            record.option("adversarial-steps", options.steps()).option("adversarial-rate", options.rate());
        }
    }
}
