package dev.lathe.train.run;

import dev.lathe.train.evaluate.StepMetrics;
import java.time.Duration;

/// Measures a training while it runs.
final class RunClock {
    private final RunCost earlier;
    private final long start = System.nanoTime();
    private long steps;
    private long tokens;
    private double stepSeconds;
    private long evaluating;
    private long saving;

    /// @param earlier what the training took before it was resumed
    RunClock(RunCost earlier) {
        this.earlier = earlier;
    }

    void step(StepMetrics step) {
        steps++;
        tokens += step.tokens();
        stepSeconds += step.seconds();
    }

    /// An evaluation, or what leads to one, is done.
    ///
    /// @param begun what [System#nanoTime()] was before it
    void evaluated(long begun) {
        evaluating += System.nanoTime() - begun;
    }

    /// A checkpoint is written.
    ///
    /// @param begun as of [#evaluated]
    void saved(long begun) {
        saving += System.nanoTime() - begun;
    }

    RunCost cost() {
        return new RunCost(
                earlier.time().plusNanos(System.nanoTime() - start),
                earlier.stepTime().plus(RunCost.ofSeconds(stepSeconds)), earlier.evaluationTime().plusNanos(evaluating),
                earlier.savingTime().plusNanos(saving), earlier.tokens() + tokens);
    }

    /// How long so many steps more take, if they take as long as those so far, with all that came between them.
    Duration left(long moreSteps) {
        return Duration.ofNanos((long) ((double) (System.nanoTime() - start) / steps * moreSteps));
    }
}
