package dev.lathe.bench.peers;

import dev.lathe.bench.Spread;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// What the rounds of one piece of work gave.
///
/// @param work what was done
/// @param threads that each entrant might use
/// @param entrants who did it, in the order of each round's times
/// @param rounds those that count
/// @param discarded rounds in which the machine was busy with something else
public record Comparison(Work work, int threads, List<String> entrants, List<Round> rounds, int discarded) {

    /// The time of a call.
    public Spread seconds(int entrant) {
        return Spread.of(rounds.stream().mapToDouble(round -> round.seconds()[entrant]).toArray());
    }

    /// The CPU time of a call in all threads of the process.
    public Spread cpuSeconds(int entrant) {
        return Spread.of(rounds.stream().mapToDouble(round -> round.cpuSeconds()[entrant]).toArray());
    }

    /// The time of one entrant over another's, round by round: below 1 it is the faster one.
    public Spread ratio(int entrant, int other) {
        return Spread.of(rounds.stream()
                .mapToDouble(round -> round.seconds()[entrant] / round.seconds()[other]).toArray());
    }

    /// The same by CPU time, which a busy machine does not lengthen; as fine as the clock, a hundredth of a second a turn.
    public Spread cpuRatio(int entrant, int other) {
        return Spread.of(rounds.stream()
                .mapToDouble(round -> round.cpuSeconds()[entrant] / round.cpuSeconds()[other]).toArray());
    }

    /// Of the work's unit in a second, at the median time.
    public double perSecond(int entrant) {
        return work.amount() / seconds(entrant).median();
    }

    /// Of all entrants but the first, the one with the shortest median time.
    public int bestPeer() {
        return IntStream.range(1, entrants.size()).boxed()
                .min((a, b) -> Double.compare(seconds(a).median(), seconds(b).median())).orElseThrow();
    }

    /// What the machine could do meanwhile.
    public Spread peakGigaflops() {
        return Spread.of(rounds.stream().mapToDouble(Round::peakGigaflops).toArray());
    }

    /// The entrants' times, and the first entrant's over each other one's, in a few lines for people.
    public String text() {
        var text = new StringBuilder(String.format(Locale.ROOT, "%s, %d threads, %d rounds (%d discarded), peak %.0f GFLOP/s%n",
                work.name(), threads, rounds.size(), discarded, peakGigaflops().median()));
        for (int i = 0; i < entrants.size(); i++) {
            Spread seconds = seconds(i);
            text.append(String.format(Locale.ROOT, "  %-26s %10.3f ms (%.3f-%.3f), cpu %.3f ms%s%s%n", entrants.get(i),
                    1e3 * seconds.median(), 1e3 * seconds.min(), 1e3 * seconds.max(), 1e3 * cpuSeconds(i).median(), speed(i),
                    i == 0 ? "" : ", " + entrants.getFirst() + " over it " + ratio(0, i).text() + byCpu(i)));
        }
        return text.toString();
    }

    private String byCpu(int entrant) {
        double ratio = cpuRatio(0, entrant).median();
        return Double.isFinite(ratio) ? String.format(Locale.ROOT, ", by cpu %.3f", ratio) : "";
    }

    private String speed(int entrant) {
        return switch (work.unit()) {
            case GIGAFLOP -> String.format(Locale.ROOT, ", %.1f %s (%.0f %% of peak)", perSecond(entrant), work.unit().rate(),
                    100 * perSecond(entrant) / peakGigaflops().median());
            case GIGABYTE -> String.format(Locale.ROOT, ", %.1f %s", perSecond(entrant), work.unit().rate());
            case TIME -> "";
        };
    }
}
