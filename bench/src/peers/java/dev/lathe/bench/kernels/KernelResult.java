package dev.lathe.bench.kernels;

import dev.lathe.bench.Spread;
import dev.lathe.bench.kernels.Workload.Unit;
import dev.lathe.bench.peers.Round;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// What the rounds of one workload gave.
///
/// @param engines in the order of each round's times, Lathe first
/// @param difference the largest between an element of Lathe's result and a peer's
/// @param rounds those that count
/// @param discarded rounds in which the machine was busy with something else
record KernelResult(
        Workload workload, int threads, List<String> engines, double difference, List<Round> rounds, int discarded) {

    Spread seconds(int engine) {
        return Spread.of(rounds.stream().mapToDouble(round -> round.seconds()[engine]).toArray());
    }

    Spread cpuSeconds(int engine) {
        return Spread.of(rounds.stream().mapToDouble(round -> round.cpuSeconds()[engine]).toArray());
    }

    Spread peakGigaflops() {
        return Spread.of(rounds.stream().mapToDouble(Round::peakGigaflops).toArray());
    }

    /// Of the workload's unit, at the median time.
    double perSecond(int engine) {
        return workload.amount() / seconds(engine).median();
    }

    /// The peer with the shortest median time.
    int bestPeer() {
        return IntStream.range(1, engines.size()).boxed()
                .min((a, b) -> Double.compare(seconds(a).median(), seconds(b).median())).orElseThrow();
    }

    /// Lathe's time over a peer's, round by round.
    Spread ratio(int peer) {
        return Spread.of(rounds.stream()
                .mapToDouble(round -> round.seconds()[0] / round.seconds()[peer]).toArray());
    }

    /// A line for people: every engine's speed and Lathe's share of the peak, then its time over the best peer's.
    String text() {
        var text = new StringBuilder(String.format(Locale.ROOT, "%-44s %d", workload.name(), threads));
        boolean flops = workload.unit() == Unit.GIGAFLOP;
        if (flops) {
            text.append(String.format(Locale.ROOT, "  peak %3.0f", peakGigaflops().median()));
        }
        for (int engine = 0; engine < engines.size(); engine++) {
            text.append(String.format(Locale.ROOT, "  %s %5.1f", engines.get(engine), perSecond(engine)));
            if (engine == 0 && flops) {
                text.append(String.format(Locale.ROOT, " (%2.0f %%)", 100 * perSecond(0) / peakGigaflops().median()));
            }
        }
        return text.append(String.format(Locale.ROOT, "  time / best %s%n", ratio(bestPeer()).text())).toString();
    }
}
