package dev.lathe.bench.peers;

import dev.lathe.bench.Spread;
import java.util.List;
import java.util.Locale;

/// What the rounds of one workload gave.
///
/// @param workload what was done
/// @param contenders who did it, in the order of each round's times
/// @param firstLosses of each contender's first step without dropout
/// @param rounds those that count
/// @param discarded rounds in which the machine was busy with something else
record WorkloadResult(TrainingWorkload workload, List<String> contenders, double[] firstLosses, List<Round> rounds,
                      int discarded) {

    Spread seconds(int contender) {
        return Spread.of(rounds.stream().mapToDouble(round -> round.seconds()[contender]).toArray());
    }

    Spread cpuSeconds(int contender) {
        return Spread.of(rounds.stream().mapToDouble(round -> round.cpuSeconds()[contender]).toArray());
    }

    /// The time of one contender over another's, round by round.
    Spread ratio(int contender, int peer) {
        return Spread.of(rounds.stream()
                .mapToDouble(round -> round.seconds()[contender] / round.seconds()[peer]).toArray());
    }

    Spread peakGigaflops() {
        return Spread.of(rounds.stream().mapToDouble(Round::peakGigaflops).toArray());
    }

    /// Share of the machine's peak that the matrix products alone account for, at the median time.
    double shareOfPeak(int contender) {
        return workload.flops() / 1e9 / seconds(contender).median() / peakGigaflops().median();
    }

    /// A few lines for people.
    String text() {
        var text = new StringBuilder(String.format(Locale.ROOT, "%s, %d threads, %d rounds (%d discarded), peak %s GFLOP/s%n",
                workload.name(), workload.threads(), rounds.size(), discarded, peakGigaflops().text()));
        for (int i = 0; i < contenders.size(); i++) {
            text.append(String.format(Locale.ROOT, "  %-18s %s s, cpu %.3f s, %.0f GFLOP/s, %.0f %% of peak, first loss %.7f%n",
                    contenders.get(i), seconds(i).text(), cpuSeconds(i).median(), workload.flops() / 1e9 / seconds(i).median(),
                    100 * shareOfPeak(i), firstLosses[i]));
        }
        for (int i = 0; i < contenders.size(); i++) {
            for (int peer = 0; peer < i; peer++) {
                text.append(String.format(Locale.ROOT, "  %s / %s: %s%n",
                        contenders.get(i), contenders.get(peer), ratio(i, peer).text()));
            }
        }
        return text.toString();
    }
}
