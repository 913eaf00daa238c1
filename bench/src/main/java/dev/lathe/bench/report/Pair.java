package dev.lathe.bench.report;

import dev.lathe.bench.Spread;
import java.util.List;
import java.util.stream.IntStream;

/// Two engines of a measurement, set against each other.
///
/// @param ours what it is about
/// @param theirs what it is compared with
record Pair(Measurement measurement, int ours, int theirs) {

    /// Which engines of a measurement are compared.
    @FunctionalInterface
    interface Choice {

        /// None where one is missing.
        List<Pair> of(Measurement measurement);

        /// Two engines by name.
        static Choice named(String ours, String theirs) {
            return m -> m.has(ours) && m.has(theirs)
                    ? List.of(new Pair(m, m.engines().indexOf(ours), m.engines().indexOf(theirs))) : List.of();
        }

        /// Lathe and the fastest engine whose name starts so.
        static Choice best(String start) {
            return m -> m.has("lathe") && m.engines().stream().anyMatch(name -> name.startsWith(start))
                    ? List.of(new Pair(m, m.engines().indexOf("lathe"), m.best(start))) : List.of();
        }

        /// Lathe and the fastest of all others.
        static Choice bestOfOthers() {
            return m -> m.engines().size() > 1 && m.engines().getFirst().equals("lathe")
                    ? List.of(new Pair(m, 0, IntStream.range(1, m.engines().size()).boxed()
                            .min((a, b) -> Double.compare(m.taken(a).median(), m.taken(b).median())).orElseThrow()))
                    : List.of();
        }

        /// Each against the first.
        static Choice eachOverFirst() {
            return m -> IntStream.range(1, m.engines().size()).mapToObj(engine -> new Pair(m, engine, 0)).toList();
        }
    }

    /// Round by round, below 1 where ours takes less.
    Spread ratio() {
        return measurement.ratio(ours, theirs);
    }

    double median() {
        return ratio().median();
    }

    String ourName() {
        return measurement.engines().get(ours);
    }

    String theirName() {
        return measurement.engines().get(theirs);
    }
}
