package dev.lathe.bench.peers;

import java.util.function.DoubleSupplier;

/// Someone who does a piece of work, to be timed by [Turns].
///
/// @param name as it stands in the results
/// @param work does it once and returns the seconds that count
public record Entrant(String name, DoubleSupplier work) {

    /// One whose every moment counts.
    public static Entrant of(String name, Runnable work) {
        return new Entrant(name, () -> {
            long start = System.nanoTime();
            work.run();
            return (System.nanoTime() - start) / 1e9;
        });
    }
}
