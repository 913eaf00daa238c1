package dev.lathe.train.tune;

import java.util.List;

/// What is to be tried next.
@FunctionalInterface
public interface Proposals {
    /// The setting of a trial: the same each time for the same number and the same history.
    ///
    /// @param number of the trial, from 1
    /// @param history all trials before it
    Setting next(int number, List<Trial> history);

    /// Draws each value by itself (Bergstra and Bengio, "Random search for hyper-parameter optimization", JMLR 2012).
    static Proposals random(SearchSpace space, long seed) {
        return (number, _) -> {
            var draws = new Draws(seed, number);
            return space.at(space.dimensions().keySet().stream().mapToDouble(_ -> draws.unit()).toArray());
        };
    }
}
