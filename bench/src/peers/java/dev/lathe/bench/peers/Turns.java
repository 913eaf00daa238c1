package dev.lathe.bench.peers;

import dev.lathe.bench.Spread;
import java.util.ArrayList;
import java.util.List;

/// Lets entrants do the same work in turns, A B A B …, so that a drift of the machine hits all of them alike.
public final class Turns {

    /// Workers of native engines go on spinning after a call, and a compiler may still be busy.
    private static final long PAUSE_MILLIS = 10;
    private static final int MOST_PAUSES = 20;

    /// The clock of CPU time ticks a hundred times a second; nobody worked if it stood still for a pause.
    private static final double QUIET_SECONDS = 1e-3;

    /// A probe takes some milliseconds, and a core that slept may need a few to reach its clock: the best of several counts.
    private static final int PROBES = 3;

    /// A round whose peak is below this share of the median was disturbed and is repeated. At least half of all rounds are
    /// not, so there are never more than twice as many as asked for.
    private static final double STEADY = 0.85;

    private final int rounds;
    private final int threads;
    private final FmaPeak peak;

    /// @param rounds that count
    /// @param threads that an entrant may use
    public Turns(int rounds, int threads) {
        this.rounds = rounds;
        this.threads = threads;
        peak = new FmaPeak(threads);
    }

    /// Warms all entrants up and times them.
    ///
    /// @param work as it stands in the results
    /// @param warmUpSeconds that each may run before; 0 for none
    /// @param leastSeconds that a turn lasts, the work done again and again; 0 to do it once
    public Comparison run(String work, List<Entrant> entrants, double warmUpSeconds, double leastSeconds) {
        return run(Work.timed(work), entrants, warmUpSeconds, leastSeconds);
    }

    /// Warms all entrants up and times them.
    ///
    /// @param warmUpSeconds that each may run before; 0 for none
    /// @param leastSeconds that a turn lasts, the work done again and again; 0 to do it once
    public Comparison run(Work work, List<Entrant> entrants, double warmUpSeconds, double leastSeconds) {
        entrants.forEach(entrant -> warmUp(entrant, warmUpSeconds));
        var all = new ArrayList<Round>();
        while (all.size() < rounds || steady(all).size() < rounds) {
            all.add(round(entrants, leastSeconds));
        }
        List<Round> steady = steady(all);
        return new Comparison(work, threads, entrants.stream().map(Entrant::name).toList(), steady,
                all.size() - steady.size());
    }

    /// Lets an entrant work without a result.
    ///
    /// @param warmUpSeconds how long at least; 0 for not at all
    public void warmUp(Entrant entrant, double warmUpSeconds) {
        if (warmUpSeconds > 0) {
            entrant.ready().run();
        }
        double seconds = 0;
        while (seconds < warmUpSeconds) {
            seconds += entrant.work().getAsDouble();
        }
    }

    private static List<Round> steady(List<Round> rounds) {
        double usual = Spread.of(rounds.stream().mapToDouble(Round::peakGigaflops).toArray()).median();
        return rounds.stream().filter(round -> round.peakGigaflops() >= STEADY * usual).toList();
    }

    private Round round(List<Entrant> entrants, double leastSeconds) {
        awaitQuiet();
        double gigaflops = 0;
        for (int probe = 0; probe < PROBES; probe++) {
            gigaflops = Math.max(gigaflops, peak.gigaflops());
        }
        var seconds = new double[entrants.size()];
        var cpuSeconds = new double[entrants.size()];
        for (int i = 0; i < seconds.length; i++) {
            awaitQuiet();
            entrants.get(i).ready().run();
            double startCpu = CpuClock.seconds();
            int calls = 0;
            do {
                seconds[i] += entrants.get(i).work().getAsDouble();
                calls++;
            } while (seconds[i] < leastSeconds);
            seconds[i] /= calls;
            cpuSeconds[i] = (CpuClock.seconds() - startCpu) / calls;
        }
        return new Round(gigaflops, seconds, cpuSeconds);
    }

    /// Returns when this process has done nothing for a while.
    private static void awaitQuiet() {
        try {
            for (int pause = 0; pause < MOST_PAUSES; pause++) {
                double cpu = CpuClock.seconds();
                Thread.sleep(PAUSE_MILLIS);
                if (CpuClock.seconds() - cpu < QUIET_SECONDS) {
                    return;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("benchmark: interrupted between two entrants", interrupted);
        }
    }
}
