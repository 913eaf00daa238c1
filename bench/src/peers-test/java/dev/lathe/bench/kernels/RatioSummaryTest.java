package dev.lathe.bench.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lathe.bench.Spread;
import dev.lathe.bench.peers.Comparison;
import dev.lathe.bench.peers.Round;
import dev.lathe.bench.peers.Work;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatioSummaryTest {
    private static final double[] NO_CPU = {0, 0, 0};

    @Test
    void comparesWithThePeerThatWasFastestOnTheWholeRoundByRound() {
        Comparison result = result("a", 1, new double[] {2, 4, 1}, new double[] {3, 1, 2}, new double[] {4, 8, 4});
        assertEquals(2, result.bestPeer());
        assertEquals(new Spread(1, 1.5, 2), result.ratio(0, 2));
        assertEquals(new Spread(2, 3, 4), result.seconds(0));
    }

    @Test
    void theSummaryNamesTheWorst() {
        List<RatioSummary> summaries = RatioSummary.of(List.of(
                result("a", 1, new double[] {2, 4, 1}),
                result("b", 1, new double[] {3, 4, 1}),
                result("c", 1, new double[] {1, 4, 1}),
                result("a", 2, new double[] {5, 1, 1})));
        assertEquals(2, summaries.size());
        assertEquals("1 thread, 3 workloads: median 2.000, best 1.000, worst 3.000 (b)\n",
                summaries.getFirst().text().replace("\r", ""));
        assertEquals(5, summaries.getLast().ratios().max());
    }

    private static Comparison result(String label, int threads, double[]... seconds) {
        return new Comparison(Work.timed(label), threads, List.of("lathe", "slow", "fast"),
                List.of(seconds).stream().map(times -> new Round(100, times, NO_CPU)).toList(), 0);
    }
}
