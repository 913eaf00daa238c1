package dev.lathe.train.tune;

import dev.lathe.train.evaluate.Standing;
import java.util.Comparator;
import java.util.Optional;

/// A setting that was tried.
///
/// @param number from 1, in the order in which they were proposed
/// @param rung how often it was given more, from 0; 0 unless the method is halving
/// @param standing what it got; empty if it failed
/// @param failure why, or empty text
public record Trial(int number, int rung, Setting setting, Optional<Standing> standing, String failure) {
    /// The best first; a failed one is the worst, and of equals the earlier one is better.
    public static final Comparator<Trial> BEST_FIRST = (a, b) -> {
        if (a.standing().isPresent() && b.standing().isPresent()) {
            return a.standing().get().isBetterThan(b.standing().get()) ? -1
                    : b.standing().get().isBetterThan(a.standing().get()) ? 1 : Integer.compare(a.number(), b.number());
        }
        return a.standing().isPresent() ? -1 : b.standing().isPresent() ? 1 : Integer.compare(a.number(), b.number());
    };
}
