package dev.lathe.bench.peers;

import java.util.function.DoubleSupplier;

/// Someone who does a piece of work, to be timed by [Turns].
///
/// @param name as it stands in the results
/// @param ready done before each turn and not timed: wakes threads, sets what the engine has for the whole process
/// @param work does it once and returns the seconds that count
public record Entrant(String name, Runnable ready, DoubleSupplier work) {

    /// One that needs no preparation.
    public Entrant(String name, DoubleSupplier work) {
        this(name, () -> {}, work);
    }

    /// One whose every moment counts.
    public static Entrant of(String name, Runnable work) {
        return of(name, () -> {}, work);
    }

    /// One whose every moment counts once it is ready.
    public static Entrant of(String name, Runnable ready, Runnable work) {
        return new Entrant(name, ready, () -> {
            long start = System.nanoTime();
            work.run();
            return (System.nanoTime() - start) / 1e9;
        });
    }
}
