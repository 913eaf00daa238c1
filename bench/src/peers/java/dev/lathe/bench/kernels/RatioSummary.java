package dev.lathe.bench.kernels;

import dev.lathe.bench.Spread;
import dev.lathe.bench.peers.Comparison;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Lathe's times over the best peer's, over all workloads with one number of threads.
///
/// @param ratios the medians of the workloads
/// @param worstAt the workload with the largest
record RatioSummary(int threads, int workloads, Spread ratios, String worstAt) {

    /// One for each number of threads.
    static List<RatioSummary> of(List<Comparison> results) {
        return results.stream().map(Comparison::threads).distinct()
                .map(threads -> of(threads, results.stream().filter(r -> r.threads() == threads).toList())).toList();
    }

    private static RatioSummary of(int threads, List<Comparison> results) {
        Comparison worst = results.stream().max(Comparator.comparingDouble(RatioSummary::median)).orElseThrow();
        return new RatioSummary(threads, results.size(),
                Spread.of(results.stream().mapToDouble(RatioSummary::median).toArray()), worst.work().name());
    }

    private static double median(Comparison result) {
        return result.ratio(0, result.bestPeer()).median();
    }

    String text() {
        return String.format(Locale.ROOT, "%d thread%s, %d workloads: median %.3f, best %.3f, worst %.3f (%s)%n",
                threads, threads == 1 ? "" : "s", workloads, ratios.median(), ratios.min(), ratios.max(), worstAt);
    }
}
