package dev.lathe.bench.peers;

import java.util.ArrayList;
import java.util.List;

/// Compares the first losses of contenders, then lets them train in turns.
final class TrainingTurns {

    private static final int WARM_UP_STEPS = 3;

    /// The same weights and data, summed in another order.
    private static final double LOSS_TOLERANCE = 1e-4;

    private final Turns turns;

    TrainingTurns(int rounds, int threads) {
        turns = new Turns(rounds, threads);
    }

    /// Compares the contenders' losses, warms them up and times them.
    Comparison run(TrainingWorkload workload, List<String> names) {
        requireEqualLosses(workload, names);
        var contenders = new ArrayList<Contender>();
        try {
            var entrants = new ArrayList<Entrant>();
            for (String name : names) {
                Contender contender = Contenders.open(name, workload);
                contenders.add(contender);
                entrants.add(Entrant.of(name, contender::step));
            }
            contenders.forEach(TrainingTurns::warmUp);
            return turns.run(workload.work(), entrants, 0, 0);
        } finally {
            contenders.forEach(Contender::close);
        }
    }

    private static void requireEqualLosses(TrainingWorkload workload, List<String> names) {
        var losses = new double[names.size()];
        for (int i = 0; i < losses.length; i++) {
            try (Contender contender = Contenders.open(names.get(i), workload.withoutDropout())) {
                losses[i] = contender.step();
            }
            if (!(Math.abs(losses[i] - losses[0]) <= LOSS_TOLERANCE)) {
                throw new ArithmeticException(workload.name() + ": first loss of " + names.get(i) + " is " + losses[i]
                        + ", of " + names.getFirst() + " " + losses[0] + ": not the same work");
            }
        }
    }

    private static void warmUp(Contender contender) {
        for (int step = 0; step < WARM_UP_STEPS; step++) {
            contender.step();
        }
    }
}
