package dev.lathe.optim;

/// How many steps an optimiser has taken.
final class StepCount {
    private int steps;

    int value() {
        return steps;
    }

    /// The number of the step that now begins, from 1.
    int next() {
        return ++steps;
    }

    void resumeAfter(int taken) {
        if (taken < 0) {
            throw new IllegalArgumentException("optimizer: after %d steps: needs 0 or more".formatted(taken));
        }
        steps = taken;
    }
}
