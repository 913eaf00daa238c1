package dev.lathe.bench.kernels;

import dev.lathe.bench.peers.Comparison;
import dev.lathe.bench.peers.Entrant;
import dev.lathe.bench.peers.Turns;
import java.util.List;

/// Compares what engines leave, then lets them work in turns, in each of which one repeats its call for some
/// tens of milliseconds.
final class KernelTurns {

    /// Long enough for the just-in-time compiler to be done with a new shape.
    private static final double LEAST_WARM_UP_SECONDS = 0.1;
    private static final int WARM_UP_TURNS = 5;

    private final int threads;
    private final double turnSeconds;
    private final Turns turns;

    /// @param turnSeconds how long an engine repeats its call in a turn
    KernelTurns(int threads, int rounds, double turnSeconds) {
        this.threads = threads;
        this.turnSeconds = turnSeconds;
        turns = new Turns(rounds, threads);
    }

    /// Compares the engines' results, warms them up and times them.
    Comparison run(Workload workload) {
        List<KernelCall> calls = workload.open(threads);
        try {
            workload.compare(calls);
            return turns.run(workload.work(), calls.stream().map(KernelTurns::entrant).toList(),
                    warmUpSeconds(), turnSeconds);
        } finally {
            calls.forEach(KernelCall::close);
        }
    }

    /// Lets the compiler see a workload before any is timed: code made for the first alone would flatter it.
    void warmUp(Workload workload) {
        List<KernelCall> calls = workload.open(threads);
        try {
            turns.warmUp(entrant(calls.getFirst()), warmUpSeconds());
        } finally {
            calls.forEach(KernelCall::close);
        }
    }

    private double warmUpSeconds() {
        return Math.max(LEAST_WARM_UP_SECONDS, WARM_UP_TURNS * turnSeconds);
    }

    /// The first call of a turn wakes the engine's threads and does not count.
    private static Entrant entrant(KernelCall call) {
        return Entrant.of(call.name(), () -> {
            call.beforeTurn();
            call.call();
        }, call::call);
    }
}
