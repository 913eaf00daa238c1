package dev.lathe.train.run;

import dev.lathe.train.evaluate.text.FixedPoint;
import dev.lathe.train.loop.Averaging;
import dev.lathe.train.loop.StepRule;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.output.TrainingRecord;
import dev.lathe.train.privacy.PrivacyPlan;
import dev.lathe.train.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a private run refuses, says and writes down.
final class PrivateRun {
    private PrivateRun() {}

    /// @throws IllegalArgumentException naming what the promise would not hold with
    static void check(Task<?> task, TrainingOptions options, StepRule rule, RunViews views) {
        if (options.privacy().isEmpty()) {
            return;
        }
        options.robust().adversarial().ifPresent(adversarial -> refuse("adversarial " + adversarial.method().word()));
        if (options.robust().balancedSampling()) {
            refuse("sampling balanced");
        }
        options.robust().augmentation().ifPresent(_ -> refuse("augment"));
        switch (options.robust().averaging()) {
            case Averaging.None() -> { }
            case Averaging.Exponential _ -> refuse("ema");
            case Averaging.Epochs _ -> refuse("swa-from");
        }
        options.adapter().filter(method -> method.name().equals("adalora")).ifPresent(_ -> refuse("peft adalora"));
        if (rule != StepRule.USUAL) {
            refuse("a step rule of your own");
        }
        if (!views.equals(RunViews.NONE)) {
            refuse("pages and event files, which show gradients");
        }
        task.notPrivateWith().ifPresent(PrivateRun::refuse);
    }

    private static void refuse(String what) {
        throw new IllegalArgumentException("private training: not with %s, for which the promise is not proved".formatted(what));
    }

    /// @throws IllegalArgumentException if an example would count more than once, or the data is too small for a batch
    static Optional<PrivacyPlan> plan(TrainingOptions options, FineTuningInputs<?, ?> inputs) {
        if (options.privacy().isEmpty()) {
            return Optional.empty();
        }
        int examples = inputs.data().train().size();
        int read = inputs.train().size();
        if (read != examples) {
            throw new IllegalArgumentException("private training: %d examples are read as %d parts, of which each would be hidden alone; a larger "
                    .formatted(examples, read) + "max-length leaves them whole");
        }
        long steps = options.totalSteps(options.stepsPerEpoch(examples));
        return Optional.of(options.privacy().get().plan(examples, options.stepSize(), steps));
    }

    static List<String> notices(PrivacyPlan plan) {
        var notices = new ArrayList<String>();
        plan.options().warning().ifPresent(notices::add);
        notices.add(String.format(Locale.ROOT, "private: epsilon %s at delta %s by %s after %,d steps, with sigma %s, each example drawn with the "
                        + "probability %s and its gradient clipped to %s", FixedPoint.of(plan.epsilonAfter(plan.steps()), 4),
                plan.options().delta(), plan.options().accountant().word(), plan.steps(), FixedPoint.of(plan.step().sigma(), 4),
                FixedPoint.of(plan.step().sampleRate(), 6), plan.options().clip()));
        return notices;
    }

    /// @param reason why
    static String apart(String reason) {
        return "private: one example at a time, which is slower: " + reason;
    }

    static void describe(TrainingRecord record, PrivacyPlan plan) {
        plan.options().epsilon().ifPresent(epsilon -> record.option("dp-epsilon", epsilon));
        record.option("dp-delta", plan.options().delta())
                .option("dp-clip", plan.options().clip())
                .option("dp-accountant", plan.options().accountant().word())
                .option("dp-noise", plan.step().sigma())
                .option("dp-sample-rate", plan.step().sampleRate());
        record.option("dp-passes", plan.options().passes().word());
        plan.options().seed().ifPresent(seed -> record.option("dp-seed", seed));
    }

    static void spent(TrainingRecord record, PrivacyPlan plan, int steps) {
        record.spent("epsilon", plan.epsilonAfter(steps)).spent("private_steps", steps);
    }

    /// For the model card.
    static String words(PrivacyPlan plan, int steps) {
        return plan.options().warning().isPresent()
                ? "Trained with noise of a known seed, as tests do: **nobody is protected**."
                : String.format(Locale.ROOT, """
                        Trained with differential privacy by DP-SGD: epsilon %s at delta %s for adding or removing one training example, counted by \
                        %s over %,d steps with noise multiplier %s, sampling rate %s and gradients clipped to %s.

                        The promise is about the weights and the training data. It does not cover the dev and test data and the scores on them, \
                        the choice of options by them, the names of the labels, and the number and hashes of the data files.""",
                FixedPoint.of(plan.epsilonAfter(steps), 4), plan.options().delta(), plan.options().accountant().word(), steps,
                FixedPoint.of(plan.step().sigma(), 4), FixedPoint.of(plan.step().sampleRate(), 6), plan.options().clip());
    }
}
