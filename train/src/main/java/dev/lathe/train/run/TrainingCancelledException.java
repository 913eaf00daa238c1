package dev.lathe.train.run;

import java.util.concurrent.CancellationException;

/// A training that was stopped on request, by [FineTuning#cancelWhen]. There is no result; [FineTuning#resume] goes on from the last
/// checkpoint.
///
/// Its own type because a caller can act on it: nothing has gone wrong.
public final class TrainingCancelledException extends CancellationException {
    private static final long serialVersionUID = 1L;

    private final int step;

    TrainingCancelledException(String message, int step) {
        super(message);
        this.step = step;
    }

    /// Optimiser steps that were done, those since the last checkpoint among them.
    public int step() {
        return step;
    }
}
