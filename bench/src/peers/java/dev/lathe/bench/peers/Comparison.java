package dev.lathe.bench.peers;

import dev.lathe.bench.Spread;
import java.util.List;
import java.util.Locale;

/// What the rounds of one piece of work gave.
///
/// @param work what was done
/// @param threads that each entrant might use
/// @param entrants who did it, in the order of each round's times
/// @param rounds those that count
/// @param discarded rounds in which the machine was busy with something else
public record Comparison(String work, int threads, List<String> entrants, List<Round> rounds, int discarded) {

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

    /// What the machine could do meanwhile.
    public Spread peakGigaflops() {
        return Spread.of(rounds.stream().mapToDouble(Round::peakGigaflops).toArray());
    }

    /// The entrants' times, and the first entrant's over each other one's, in a few lines for people.
    public String text() {
        var text = new StringBuilder(String.format(Locale.ROOT, "%s, %d threads, %d rounds (%d discarded), peak %.0f GFLOP/s%n",
                work, threads, rounds.size(), discarded, peakGigaflops().median()));
        for (int i = 0; i < entrants.size(); i++) {
            Spread seconds = seconds(i);
            text.append(String.format(Locale.ROOT, "  %-26s %10.3f ms (%.3f-%.3f), cpu %.3f ms%s%n", entrants.get(i),
                    1e3 * seconds.median(), 1e3 * seconds.min(), 1e3 * seconds.max(), 1e3 * cpuSeconds(i).median(),
                    i == 0 ? "" : ", " + entrants.getFirst() + " over it " + ratio(0, i).text()
                            + String.format(Locale.ROOT, ", by cpu %.3f", cpuRatio(0, i).median())));
        }
        return text.toString();
    }
}
