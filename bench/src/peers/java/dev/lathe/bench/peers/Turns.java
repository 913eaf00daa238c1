package dev.lathe.bench.peers;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/// Lets entrants do the same work in turns, A B A B …, so that a drift of the machine hits all of them alike.
public final class Turns {

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /// Workers of native engines go on spinning after a call, and a compiler may still be busy.
    private static final long PAUSE_MILLIS = 10;
    private static final int MOST_PAUSES = 20;

    /// The clock of CPU time ticks a hundred times a second; nobody worked if it stood still for a pause.
    private static final long QUIET_NANOS = 1_000_000;

    /// A round whose peak is below this share of the best seen was disturbed.
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
    /// @param warmUpSeconds that each may run before
    /// @param leastSeconds that a turn lasts, the work done again and again; 0 to do it once
    public Comparison run(String work, List<Entrant> entrants, double warmUpSeconds, double leastSeconds) {
        for (Entrant entrant : entrants) {
            repeat(entrant, warmUpSeconds);
        }
        var all = new ArrayList<Round>();
        double best = 0;
        while (steady(all, best).size() < rounds && all.size() < 2 * rounds) {
            Round round = round(entrants, leastSeconds);
            best = Math.max(best, round.peakGigaflops());
            all.add(round);
        }
        List<Round> steady = steady(all, best);
        return new Comparison(work, threads, entrants.stream().map(Entrant::name).toList(), steady,
                all.size() - steady.size());
    }

    private static List<Round> steady(List<Round> rounds, double best) {
        return rounds.stream().filter(round -> round.peakGigaflops() >= STEADY * best).toList();
    }

    private Round round(List<Entrant> entrants, double leastSeconds) {
        awaitQuiet();
        double gigaflops = peak.gigaflops();
        var seconds = new double[entrants.size()];
        var cpuSeconds = new double[entrants.size()];
        for (int i = 0; i < seconds.length; i++) {
            awaitQuiet();
            long startCpu = PROCESS.getProcessCpuTime();
            long start = System.nanoTime();
            int calls = repeat(entrants.get(i), leastSeconds);
            seconds[i] = (System.nanoTime() - start) / 1e9 / calls;
            cpuSeconds[i] = (PROCESS.getProcessCpuTime() - startCpu) / 1e9 / calls;
        }
        return new Round(gigaflops, seconds, cpuSeconds);
    }

    private static int repeat(Entrant entrant, double leastSeconds) {
        long start = System.nanoTime();
        int calls = 0;
        do {
            entrant.work().run();
            calls++;
        } while (System.nanoTime() - start < leastSeconds * 1e9);
        return calls;
    }

    /// Returns when this process has done nothing for a while.
    private static void awaitQuiet() {
        try {
            for (int pause = 0; pause < MOST_PAUSES; pause++) {
                long cpu = PROCESS.getProcessCpuTime();
                Thread.sleep(PAUSE_MILLIS);
                if (PROCESS.getProcessCpuTime() - cpu < QUIET_NANOS) {
                    return;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("benchmark: interrupted between two entrants", interrupted);
        }
    }
}
