package dev.lathe.train.run;

import dev.lathe.train.evaluate.StepMetrics;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Measures a training while it runs.
final class RunClock {
    /// Times as long as it took to write a checkpoint must pass before that of another epoch is worth it.
    private static final int SAVING_SHARE = 10;
    /// Checkpoints of fewer bytes are always worth it.
    private static final long SMALL = 16L << 20;

    private final RunCost earlier;
    private final LongSupplier now;
    private final long start;
    private long steps;
    private long tokens;
    private double stepSeconds;
    private long evaluating;
    private long saving;
    private long lastSaving;
    private long lastSaved;

    /// @param earlier what the training took before it was resumed
    RunClock(RunCost earlier) {
        this(earlier, System::nanoTime);
    }

    /// @param now tells nanoseconds
    RunClock(RunCost earlier, LongSupplier now) {
        this.earlier = earlier;
        this.now = now;
        start = now.getAsLong();
    }

    /// What the time is, for [#evaluated] and [#saved].
    long now() {
        return now.getAsLong();
    }

    void step(StepMetrics step) {
        steps++;
        tokens += step.tokens();
        stepSeconds += step.seconds();
    }

    /// An evaluation, or what leads to one, is done.
    ///
    /// @param begun what [#now] was before it
    void evaluated(long begun) {
        evaluating += now() - begun;
    }

    /// A checkpoint is written.
    ///
    /// @param begun as of [#evaluated]
    void saved(long begun) {
        lastSaved = now();
        lastSaving = lastSaved - begun;
        saving += lastSaving;
    }

    /// Whether the end of an epoch is worth a checkpoint: where epochs are short, those of all would take most of the time.
    ///
    /// @param bytes that it would have
    boolean isSavingDue(long bytes) {
        return bytes < SMALL || lastSaving == 0 || now() - lastSaved >= SAVING_SHARE * lastSaving;
    }

    RunCost cost() {
        return new RunCost(
                earlier.time().plusNanos(now() - start),
                earlier.stepTime().plus(RunCost.ofSeconds(stepSeconds)), earlier.evaluationTime().plusNanos(evaluating),
                earlier.savingTime().plusNanos(saving), earlier.tokens() + tokens);
    }

    /// How long so many steps more take, if they take as long as those so far, with all that came between them.
    Duration left(long moreSteps) {
        return Duration.ofNanos((long) ((double) (now() - start) / steps * moreSteps));
    }
}
