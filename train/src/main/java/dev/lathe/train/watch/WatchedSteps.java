package dev.lathe.train.watch;

/// Which steps of a training are looked at: so few that their cost does not count, the same ones whether the training is resumed or not.
///
/// @param steps of the whole training
/// @param interval steps from one evaluation to the next
public record WatchedSteps(int steps, int interval) {
    /// Looks at norms, at most, beside those at [#MOST_DISTRIBUTIONS].
    static final int MOST_NORMS = 50;
    /// Looks at distributions, at most, beside the last step.
    static final int MOST_DISTRIBUTIONS = 20;

    /// Whether the norms of a step are taken: those of the first, of each so many, and of those of [#distributions].
    boolean norms(int step) {
        return step == 1 || step % every(steps, MOST_NORMS) == 0 || distributions(step);
    }

    /// Whether the values of a step are counted: of the last before each evaluation, or before each so many.
    boolean distributions(int step) {
        return step == steps || step % (interval * every(steps / interval, MOST_DISTRIBUTIONS)) == 0;
    }

    private static int every(int all, int most) {
        return Math.max(1, (all - 1) / most + 1);
    }
}
