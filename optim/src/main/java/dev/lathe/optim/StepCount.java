package dev.lathe.optim;

/// How many steps an optimiser has taken.
final class StepCount {
    private int steps;

    int value() {
        return steps;
    }

    /// The number of the step that now begins, from 1.
    ///
    /// @param learningRate of the step
    /// @throws IllegalArgumentException if the rate is none; then no step begins
    int next(double learningRate) {
        Settings.requireZeroOrMore("optimizer: learning rate", learningRate);
        return ++steps;
    }

    void resumeAfter(int taken) {
        if (taken < 0) {
            throw new IllegalArgumentException("optimizer: after %d steps: needs 0 or more".formatted(taken));
        }
        steps = taken;
    }
}
