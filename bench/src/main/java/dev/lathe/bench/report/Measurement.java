package dev.lathe.bench.report;

import dev.lathe.bench.Spread;
import java.util.List;
import java.util.stream.IntStream;

/// One piece of work that several engines did in turns.
///
/// @param work as the result file names it
/// @param unit of the rounds
/// @param gigaflop of one call, 0 where the file does not tell
/// @param peakGigaflops what the machine could do meanwhile, 0 where the file does not tell
/// @param engines in the order of each round's values
/// @param rounds what each engine took, round by round
record Measurement(Origin origin, String work, int threads, Unit unit, double gigaflop, double peakGigaflops,
                   List<String> engines, List<double[]> rounds) {

    /// What is compared; less is better.
    enum Unit { SECONDS, MEBIBYTES }

    Measurement {
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException(origin.file() + ": '" + work + "' has no rounds");
        }
        for (double[] round : rounds) {
            if (round.length != engines.size()) {
                throw new IllegalArgumentException("%s: '%s' has %d engines and a round of %d values".formatted(
                        origin.file(), work, engines.size(), round.length));
            }
        }
    }

    boolean has(String engine) {
        return engines.contains(engine);
    }

    /// What one engine took.
    Spread taken(int engine) {
        return Spread.of(rounds.stream().mapToDouble(round -> round[engine]).toArray());
    }

    /// One engine over another, round by round.
    Spread ratio(int engine, int other) {
        return Spread.of(rounds.stream().mapToDouble(round -> round[engine] / round[other]).toArray());
    }

    double gigaflopsPerSecond(int engine) {
        return gigaflop / taken(engine).median();
    }

    /// Of the engines whose name starts so, the one with the smallest median.
    int best(String start) {
        return IntStream.range(0, engines.size()).filter(i -> engines.get(i).startsWith(start)).boxed()
                .min((a, b) -> Double.compare(taken(a).median(), taken(b).median())).orElseThrow();
    }
}
