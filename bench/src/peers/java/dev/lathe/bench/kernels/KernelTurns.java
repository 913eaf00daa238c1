package dev.lathe.bench.kernels;

import com.sun.management.OperatingSystemMXBean;
import dev.lathe.bench.peers.FmaPeak;
import dev.lathe.bench.peers.Round;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/// Times engines in turns, A B A B …: in a turn each repeats its call for some tens of milliseconds.
final class KernelTurns {

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /// The workers of native engines go on spinning after a call; by then they sleep.
    private static final long PAUSE_MILLIS = 10;

    /// A round whose peak is below this share of the best seen was disturbed.
    private static final double STEADY = 0.85;
    private static final int PROBES = 5;

    /// Long enough for the just-in-time compiler to be done with a new shape.
    private static final double LEAST_WARM_UP_SECONDS = 0.1;
    private static final int WARM_UP_TURNS = 5;

    private final int threads;
    private final int rounds;
    private final double turnSeconds;
    private final FmaPeak peak;
    private double bestPeak;

    /// @param turnSeconds how long an engine repeats its call in a turn
    KernelTurns(int threads, int rounds, double turnSeconds) {
        this.threads = threads;
        this.rounds = rounds;
        this.turnSeconds = turnSeconds;
        peak = new FmaPeak(threads);
        // What one core reaches tells what several should: a neighbour from the first round on is seen too.
        var single = new FmaPeak(1);
        for (int probe = 0; probe < PROBES; probe++) {
            bestPeak = Math.max(bestPeak, threads * single.gigaflops());
        }
    }

    /// Compares the engines' results, warms them up and times them.
    KernelResult run(Workload workload) {
        List<KernelCall> calls = workload.open(threads);
        try {
            double difference = workload.compare(calls);
            for (KernelCall call : calls) {
                turn(call, warmUpSeconds());
            }
            List<Round> all = rounds(calls);
            List<Round> steady = steady(all);
            if (steady.isEmpty()) {
                throw new IllegalStateException(workload.name() + ": the machine was busy with something else in all "
                        + all.size() + " rounds; measure it alone");
            }
            return new KernelResult(workload, threads, calls.stream().map(KernelCall::name).toList(), difference,
                    steady, all.size() - steady.size());
        } finally {
            calls.forEach(KernelCall::close);
        }
    }

    /// Lets the compiler see a workload before any is timed: code made for the first alone would flatter it.
    void warmUp(Workload workload) {
        List<KernelCall> calls = workload.open(threads);
        try {
            turn(calls.getFirst(), warmUpSeconds());
        } finally {
            calls.forEach(KernelCall::close);
        }
    }

    private double warmUpSeconds() {
        return Math.max(LEAST_WARM_UP_SECONDS, WARM_UP_TURNS * turnSeconds);
    }

    private List<Round> rounds(List<KernelCall> calls) {
        var all = new ArrayList<Round>();
        do {
            Round round = round(calls);
            bestPeak = Math.max(bestPeak, round.peakGigaflops());
            all.add(round);
        } while (steady(all).size() < rounds && all.size() < 3 * rounds);
        return all;
    }

    private List<Round> steady(List<Round> all) {
        return all.stream().filter(round -> round.peakGigaflops() >= STEADY * bestPeak).toList();
    }

    private Round round(List<KernelCall> calls) {
        pause();
        double gigaflops = peak.gigaflops();
        var seconds = new double[calls.size()];
        var cpuSeconds = new double[calls.size()];
        for (int i = 0; i < seconds.length; i++) {
            pause();
            double[] times = turn(calls.get(i), turnSeconds);
            seconds[i] = times[0];
            cpuSeconds[i] = times[1];
        }
        return new Round(gigaflops, seconds, cpuSeconds);
    }

    /// Elapsed and processor seconds of a call, after one that wakes the engine's threads.
    private static double[] turn(KernelCall call, double seconds) {
        call.beforeTurn();
        call.call();
        long startCpu = PROCESS.getProcessCpuTime();
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        long now;
        int count = 0;
        do {
            call.call();
            count++;
            now = System.nanoTime();
        } while (now < end);
        return new double[] {
            (now - start) / 1e9 / count, (PROCESS.getProcessCpuTime() - startCpu) / 1e9 / count
        };
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("benchmark: interrupted between two engines", interrupted);
        }
    }
}
