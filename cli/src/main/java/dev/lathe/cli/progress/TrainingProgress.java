package dev.lathe.cli.progress;

import dev.lathe.cli.terminal.Surroundings;
import java.util.Locale;

/// The progress of a training run, step by step.
public final class TrainingProgress implements AutoCloseable {
    private final Progress progress;
    private long done;

    /// @param surroundings where it is shown
    /// @param before how many optimiser steps an earlier run has done, if this one goes on with it
    /// @param steps how many optimiser steps the run has
    public TrainingProgress(Surroundings surroundings, long before, long steps) {
        progress = Progress.ofTraining(surroundings, before, steps);
    }

    /// An optimiser step is done.
    ///
    /// @param step its number, from 1
    /// @param tokensPerSecond its speed
    public void step(long step, double loss, double tokensPerSecond) {
        done = step;
        progress.at(step, Double.isNaN(loss) ? "" : String.format(Locale.ROOT, "loss %.4f, %,.0f tokens/s", loss, tokensPerSecond));
    }

    /// Something else than a step is going on.
    ///
    /// @param what it is, and how far it has come
    void note(String what) {
        progress.at(done, what);
    }

    /// Says something else while the training goes on.
    ///
    /// @param line as in [Surroundings#say(String)]
    public void say(String line) {
        progress.say(line);
    }

    @Override
    public void close() {
        progress.close();
    }
}
