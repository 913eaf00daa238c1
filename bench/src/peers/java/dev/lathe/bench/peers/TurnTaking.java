package dev.lathe.bench.peers;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/// Times contenders in turns, A B A B …, so that a drift of the machine hits all of them alike.
final class TurnTaking {

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private static final int WARM_UP_STEPS = 3;

    /// OpenMP's workers go on spinning after a call; by then they sleep.
    private static final long PAUSE_MILLIS = 10;

    /// A round whose peak is below this share of the best seen was disturbed.
    private static final double STEADY = 0.85;

    /// The same weights and data, summed in another order.
    private static final double LOSS_TOLERANCE = 1e-4;

    private final int rounds;
    private final FmaPeak peak;

    TurnTaking(int rounds, int threads) {
        this.rounds = rounds;
        peak = new FmaPeak(threads);
    }

    /// Compares the contenders' losses, warms them up and times them.
    WorkloadResult run(TrainingWorkload workload, List<String> names) {
        double[] losses = firstLosses(workload, names);
        var contenders = new ArrayList<Contender>();
        try {
            for (String name : names) {
                contenders.add(Contenders.open(name, workload));
            }
            for (Contender contender : contenders) {
                warmUp(contender);
            }
            return timed(workload, names, losses, contenders);
        } finally {
            contenders.forEach(Contender::close);
        }
    }

    private double[] firstLosses(TrainingWorkload workload, List<String> names) {
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
        return losses;
    }

    private static void warmUp(Contender contender) {
        for (int step = 0; step < WARM_UP_STEPS; step++) {
            contender.step();
        }
    }

    private WorkloadResult timed(TrainingWorkload workload, List<String> names, double[] losses,
                                 List<Contender> contenders) {
        var all = new ArrayList<Round>();
        double best = 0;
        while (steady(all, best).size() < rounds && all.size() < 3 * rounds) {
            Round round = round(contenders);
            best = Math.max(best, round.peakGigaflops());
            all.add(round);
        }
        List<Round> steady = steady(all, best);
        return new WorkloadResult(workload, names, losses, steady, all.size() - steady.size());
    }

    private static List<Round> steady(List<Round> rounds, double best) {
        return rounds.stream().filter(round -> round.peakGigaflops() >= STEADY * best).toList();
    }

    private Round round(List<Contender> contenders) {
        pause();
        double gigaflops = peak.gigaflops();
        var seconds = new double[contenders.size()];
        var cpuSeconds = new double[contenders.size()];
        for (int i = 0; i < seconds.length; i++) {
            pause();
            long startCpu = PROCESS.getProcessCpuTime();
            long start = System.nanoTime();
            contenders.get(i).step();
            seconds[i] = (System.nanoTime() - start) / 1e9;
            cpuSeconds[i] = (PROCESS.getProcessCpuTime() - startCpu) / 1e9;
        }
        return new Round(gigaflops, seconds, cpuSeconds);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("benchmark: interrupted between two contenders", interrupted);
        }
    }
}
