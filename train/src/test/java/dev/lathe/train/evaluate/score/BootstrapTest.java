package dev.lathe.train.evaluate.score;

import static dev.lathe.train.evaluate.ScoreFields.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.train.evaluate.ClassificationReport;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.junit.jupiter.api.Test;

final class BootstrapTest {

    private static final long SEED = Long.getLong("test.seed", 17);
    private static final String REPEAT = "-Dtest.seed=" + SEED;
    private static final int EXAMPLES = 500;

    private final Random random = new Random(SEED);
    private final int[] sample = random.ints(EXAMPLES, 0, EXAMPLES).toArray();

    @Test
    void aShareHasTheIntervalOfTheBinomialDistribution() {
        double[] right = new double[1000];
        Arrays.fill(right, 0, 800, 1);
        ConfidenceInterval interval = new Bootstrap(10_000, 0.95, 3).interval(SampleScore.mean(right));
        assertEquals(0.8, interval.score());
        // The binomial's 2.5 % and 97.5 % points of 1000 draws at 0.8; 10,000 resamples are good for a step or two.
        assertEquals(0.775, interval.low(), 0.002);
        assertEquals(0.824, interval.high(), 0.002);
    }

    @Test
    void cutsTheScoresAsNumpysPercentileDoes() {
        // numpy.percentile(range(1, 1001), [2.5, 97.5]) is 25.975 and 975.025.
        int[] calls = {0};
        SampleScore rising = score(2, _ -> ++calls[0]);
        ConfidenceInterval interval = Bootstrap.ofSeed(1).interval(rising);
        assertEquals(25.975, interval.low(), 1e-9);
        assertEquals(975.025, interval.high(), 1e-9);
    }

    @Test
    void drawsEveryExampleEquallyOften() {
        int[] drawn = new int[10];
        SampleScore counting = new SampleScore() {
            @Override
            public int examples() {
                return drawn.length;
            }

            @Override
            public double of(int[] chosen) {
                assertEquals(drawn.length, chosen.length);
                for (int example : chosen) {
                    drawn[example]++;
                }
                return 0;
            }
        };
        new Bootstrap(10_000, 0.5, 4).interval(counting);
        for (int count : drawn) {
            // Standard deviation 95.
            assertEquals(10_000, count, 500);
        }
    }

    @Test
    void theSeedDecides() {
        SampleScore score = SampleScore.mean(random.doubles(50).toArray());
        assertEquals(Bootstrap.ofSeed(5).interval(score), Bootstrap.ofSeed(5).interval(score));
        assertNotEquals(Bootstrap.ofSeed(5).interval(score).low(), Bootstrap.ofSeed(6).interval(score).low());
    }

    @Test
    void leavesOutResamplesWithoutAScore() {
        // Two points: every second resample has one of them only.
        ConfidenceInterval interval =
                Bootstrap.ofSeed(1).interval(SampleScore.pearson(new double[] {1, 2}, new double[] {1, 5}));
        assertEquals(1, interval.low(), 1e-12);
        assertEquals(1, interval.high(), 1e-12);
        ConfidenceInterval none =
                Bootstrap.ofSeed(1).interval(SampleScore.pearson(new double[] {1, 1}, new double[] {1, 5}));
        assertEquals("undefined (95 % interval undefined to undefined)", none.toText());
        assertEquals("{\"score\":null,\"low\":null,\"high\":null,\"level\":0.95,\"examples\":2,\"resamples\":1000,\"seed\":1}",
                json(none::writeFields));
    }

    /// Of 600 examples that are all right no resample has a wrong one. Wilson's interval, by hand: n / (n + z²) = 600 / 603.8415.
    @Test
    void theIntervalOfAFullShareIsWilsons() {
        double[] right = new double[600];
        Arrays.fill(right, 1);
        ConfidenceInterval interval = Bootstrap.ofSeed(1).interval(SampleScore.mean(right));
        assertEquals(600 / 603.841458820694, interval.low(), 1e-9);
        assertEquals(1, interval.high());
        assertEquals("1.0000 (95 % interval 0.9936 to 1.0000)", interval.toText());
        assertTrue(json(interval::writeFields).endsWith("\"seed\":1,\"method\":\"wilson\"}"));
        ConfidenceInterval none = Bootstrap.ofSeed(1).interval(SampleScore.microF1(List.of(new MatchCounts(0, 1, 1))));
        assertEquals(0, none.low());
        assertEquals(3.841458820694 / 4.841458820694, none.high(), 1e-9);
        // An error has no bound above: nothing is known of it but what is.
        assertEquals(2, Bootstrap.ofSeed(1).interval(SampleScore.rootMean(new double[] {4, 4})).high());
    }

    @Test
    void readsAsOneLine() {
        assertEquals("0.8512 (95 % interval 0.8391 to 0.8630)",
                new ConfidenceInterval(0.8512, 0.8391, 0.863, 0.95, 10, 1000, 1, ConfidenceInterval.Method.BOOTSTRAP).toText());
    }

    @Test
    void microF1IsThatOfTheSummedCounts() {
        List<MatchCounts> counts = IntStream.range(0, EXAMPLES).mapToObj(_ -> {
            int correct = random.nextInt(3);
            return new MatchCounts(correct, correct + random.nextInt(3), correct + random.nextInt(2));
        }).toList();
        MatchCounts sum = Arrays.stream(sample).mapToObj(counts::get).reduce(new MatchCounts(0, 0, 0), MatchCounts::plus);
        double expected = 2 * sum.precision() * sum.recall() / (sum.precision() + sum.recall());
        assertEquals(expected, SampleScore.microF1(counts).of(sample), 1e-12, REPEAT);
        assertEquals(0, SampleScore.microF1(List.of(new MatchCounts(0, 0, 0))).of(new int[] {0}));
    }

    @Test
    void macroF1IsThatOfTheReport() {
        int[] gold = random.ints(EXAMPLES, 0, 4).toArray();
        int[] predicted = Arrays.stream(gold).map(k -> random.nextInt(3) == 0 ? random.nextInt(5) : k).toArray();
        ClassificationReport report = ClassificationReport.of(Arrays.stream(sample).map(i -> gold[i]).toArray(),
                Arrays.stream(sample).map(i -> predicted[i]).toArray(), List.of("a", "b", "c", "d", "e"));
        assertEquals(report.macroAverage().f1(), SampleScore.macroF1(gold, predicted, 5).of(sample), 1e-12, REPEAT);
    }

    @Test
    void macroF1IsThatOfTheClassesThatAResampleHas() {
        SampleScore score = SampleScore.macroF1(new int[] {0, 0, 1, 2}, new int[] {0, 1, 1, 2}, 4);
        // Of classes 0 to 3: 2/3, 2/3, 1; the last occurs nowhere and counts as 0.
        assertEquals((2 / 3.0 + 2 / 3.0 + 1 + 0) / 4, score.of(new int[] {0, 1, 2, 3}), 1e-15);
        assertEquals((2 / 3.0 + 0 + 0) / 3, score.of(new int[] {0, 1}), 1e-15);
        // Nine classes of two examples each, all right: no resample may pretend that a class failed.
        int[] right = IntStream.range(0, 18).map(i -> i % 9).toArray();
        assertEquals(1, score(right, new int[] {0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}));
        assertEquals(ConfidenceInterval.Method.WILSON, Bootstrap.ofSeed(1).interval(SampleScore.macroF1(right, right, 9)).method());
    }

    private static double score(int[] all, int[] chosen) {
        return SampleScore.macroF1(all, all, 9).of(chosen);
    }

    @Test
    void correlationsAreThoseOfTheSample() {
        double[] gold = random.ints(EXAMPLES, 0, 40).asDoubleStream().toArray();
        double[] predicted = Arrays.stream(gold).map(x -> x * x + random.nextInt(300)).toArray();
        double[] x = Arrays.stream(sample).mapToDouble(i -> gold[i]).toArray();
        double[] y = Arrays.stream(sample).mapToDouble(i -> predicted[i]).toArray();
        assertEquals(new PearsonsCorrelation().correlation(x, y), SampleScore.pearson(gold, predicted).of(sample), 1e-12, REPEAT);
        assertEquals(new SpearmansCorrelation().correlation(x, y), SampleScore.spearman(gold, predicted).of(sample), 1e-12, REPEAT);
    }

    @Test
    void refusesSettingsAndScoresOfNothing() {
        assertEquals("bootstrap: 0 resamples, level 0.95: needs 1 or more, and a level between 0 and 1",
                failure(() -> new Bootstrap(0, 0.95, 1)));
        assertEquals("bootstrap: 10 resamples, level 1.0: needs 1 or more, and a level between 0 and 1",
                failure(() -> new Bootstrap(10, 1, 1)));
        assertEquals("mean: no examples", failure(() -> SampleScore.mean(new double[0])));
        assertEquals("micro F1: no examples", failure(() -> SampleScore.microF1(List.of())));
        assertEquals("pearson: 2 gold values, 1 predictions: need one of each for every example",
                failure(() -> SampleScore.pearson(new double[2], new double[1])));
        assertEquals("spearman: example 1: gold 0.0, predicted NaN: not finite",
                failure(() -> SampleScore.spearman(new double[2], new double[] {0, Double.NaN})));
        assertTrue(failure(() -> SampleScore.macroF1(new int[0], new int[0], 2)).startsWith("confusion matrix: 0 gold labels"));
    }

    private static String failure(Runnable call) {
        return assertThrows(IllegalArgumentException.class, call::run).getMessage();
    }

    private static SampleScore score(int examples, IntToDoubleFunction score) {
        return new SampleScore() {
            @Override
            public int examples() {
                return examples;
            }

            @Override
            public double of(int[] chosen) {
                return score.applyAsDouble(chosen.length);
            }
        };
    }
}
