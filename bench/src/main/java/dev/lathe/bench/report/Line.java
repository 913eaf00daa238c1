package dev.lathe.bench.report;

import dev.lathe.bench.Spread;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A row with what was found for it.
///
/// @param pairs one for each work, none if nothing was measured
record Line(Row row, List<Pair> pairs) {

    boolean isMeasured() {
        return !pairs.isEmpty();
    }

    /// The only work, unless there are several or none.
    Optional<Pair> only() {
        return pairs.size() == 1 ? Optional.of(pairs.getFirst()) : Optional.empty();
    }

    /// Of a single work its rounds, of several works their medians.
    Spread ratios() {
        return only().map(Pair::ratio).orElseGet(this::medians);
    }

    /// The work whose median is largest.
    Pair worst() {
        return pairs.stream().max(Comparator.comparingDouble(Pair::median)).orElseThrow();
    }

    String verdict() {
        return row.goal().verdict(medians(), worst().median());
    }

    private Spread medians() {
        return Spread.of(pairs.stream().mapToDouble(Pair::median).toArray());
    }
}
