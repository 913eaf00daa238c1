package dev.lathe.train.run;

import java.time.Duration;

/// What a training took: its steps, evaluations and checkpoints, those from before it was resumed too.
///
/// @param time from the first step on
/// @param stepTime that of the optimiser steps alone
/// @param evaluationTime that of the evaluations
/// @param savingTime that of writing checkpoints
/// @param tokens of all optimiser steps
public record RunCost(Duration time, Duration stepTime, Duration evaluationTime, Duration savingTime, long tokens) {
    static final RunCost NONE = new RunCost(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);

    /// The speed of the optimiser steps; 0 where there were none.
    public double tokensPerSecond() {
        return tokens == 0 ? 0 : tokens / seconds(stepTime);
    }

    static double seconds(Duration time) {
        return time.toNanos() * 1e-9;
    }

    static Duration ofSeconds(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }
}
