package dev.lathe.watch.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DriftTestTest {
    private static final double ALPHA = 0.05;

    /// Texts as a model of three labels may answer them.
    ///
    /// @param length added to their tokens
    /// @param unknown the usual share of unknown pieces
    /// @param first added to the first label's logit
    private static List<Observation> texts(SplittableRandom random, int count, int length, double unknown, double first) {
        return IntStream.range(0, count).mapToObj(_ -> {
            double[] odds = {StrictMath.exp(random.nextGaussian() + first), StrictMath.exp(random.nextGaussian()), StrictMath.exp(random.nextGaussian())};
            double sum = odds[0] + odds[1] + odds[2];
            int best = odds[0] >= odds[1] && odds[0] >= odds[2] ? 0 : odds[1] >= odds[2] ? 1 : 2;
            int tokens = length + 5 + random.nextInt(30);
            int unknowns = 0;
            for (int token = 0; token < tokens; token++) {
                unknowns += random.nextDouble() < unknown ? 1 : 0;
            }
            return new Observation(tokens, (double) unknowns / tokens, "l" + best, odds[best] / sum,
                    List.of(odds[0] / sum, odds[1] / sum, odds[2] / sum));
        }).toList();
    }

    private static List<Observation> usual(SplittableRandom random, int count) {
        return texts(random, count, 0, 0.02, 0);
    }

    /// Of 400 pairs of samples without drift each test finds about as many as it should, and all together no more.
    @Test
    void falseAlarmsAreAboutAsManyAsStated() {
        var random = new SplittableRandom(1);
        int pairs = 400;
        Map<String, Integer> found = new HashMap<>();
        int together = 0;
        for (int pair = 0; pair < pairs; pair++) {
            DriftReport report = DriftTest.of(usual(random, 200), usual(random, 150), pair);
            report.checks().forEach(check -> found.merge(check.name(), check.pValue() <= ALPHA ? 1 : 0, Integer::sum));
            together += report.pValue() <= ALPHA ? 1 : 0;
        }
        // Three standard deviations of a binomial count of 400 with 0.05 are 13.
        int all = together;
        assertTrue(all <= 20 + 13, () -> all + " of 400");
        found.forEach((name, alarms) -> assertTrue(alarms <= 20 + 13, name + ": " + alarms));
        for (String exact : List.of("label.chi2", "score.ks", "scores.mean", "scores.mmd", "length.psi")) {
            assertTrue(found.get(exact) >= 20 - 13, exact + ": " + found);
        }
    }

    private static DriftCheck strongest(List<Observation> now) {
        DriftReport report = DriftTest.of(usual(new SplittableRandom(2), 500), now, 1);
        assertTrue(report.pValue() < 0.01, report::toString);
        return report.strongest();
    }

    @Test
    void plantedDriftIsFoundByItsTest() {
        assertTrue(strongest(texts(new SplittableRandom(3), 200, 6, 0.02, 0)).name().startsWith("length."));
        assertEquals("unknown.ks", strongest(texts(new SplittableRandom(3), 200, 0, 0.1, 0)).name());
        List<Observation> other = texts(new SplittableRandom(3), 200, 0, 0.02, 1);
        Map<String, Double> p = new HashMap<>();
        DriftTest.of(usual(new SplittableRandom(2), 500), other, 1).checks().forEach(check -> p.put(check.name(), check.pValue()));
        for (String output : List.of("label.chi2", "scores.mean", "scores.mmd")) {
            assertTrue(p.get(output) <= 0.001, output + ": " + p);
        }
        assertTrue(p.get("length.ks") > 0.01, "the texts are as long as they were");
    }

    /// Vectors of 384 numbers around a direction.
    private static List<Observation> vectors(SplittableRandom random, int count, double moved) {
        return IntStream.range(0, count).mapToObj(_ -> {
            var vector = new float[384];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) (1 + random.nextGaussian() + (i % 3 == 0 ? moved : 0));
            }
            return Observation.ofVector(5 + random.nextInt(30), 0, vector);
        }).toList();
    }

    @Test
    void vectorsThatMoveAreFoundByTheirDirections() {
        DriftReport still = DriftTest.of(vectors(new SplittableRandom(5), 200, 0), vectors(new SplittableRandom(6), 150, 0), 1);
        assertEquals(List.of("length.ks", "length.psi", "unknown.ks", "vector.mean", "vector.mmd"), still.checks().stream().map(DriftCheck::name).toList());
        assertTrue(still.pValue() > 0.05, still::toString);
        DriftReport moved = DriftTest.of(vectors(new SplittableRandom(5), 200, 0), vectors(new SplittableRandom(6), 150, 1), 1);
        assertTrue(moved.strongest().name().startsWith("vector.") && moved.pValue() < 0.01, moved::toString);
    }

    @Test
    void ofAVectorItsDirectionCounts() {
        float[] vector = {3, -4, 12};
        float[] longer = {6, -8, 24};
        Observation one = Observation.ofVector(3, 0, vector);
        assertEquals(Projection.DIRECTIONS, one.scores().size());
        for (int i = 0; i < Projection.DIRECTIONS; i++) {
            assertEquals(one.scores().get(i), Observation.ofVector(3, 0, longer).scores().get(i), 1e-12);
            double sum = Math.abs(13 * one.scores().get(i));
            assertTrue(IntStream.of(19, 13, 11, 5).anyMatch(possible -> Math.abs(sum - possible) < 1e-9), "±3 ±4 ±12: " + sum);
        }
        assertEquals(0, Observation.ofVector(3, 0, new float[3]).scores().getFirst());
    }

    /// Two points at 0 and 1 against two at 2 and 3: all distances are 1, 1, 1, 2, 2, 3, their median 2 by squares 4.
    @Test
    void theDiscrepancyIsThatOfItsFormula() {
        double[][] points = {{0}, {1}, {2}, {3}};
        double found = MaximumMeanDiscrepancy.of(points).of(new int[] {0, 1, 2, 3}, 2);
        double near = Math.exp(-1 / 8.0);
        double between = (Math.exp(-4 / 8.0) * 2 + Math.exp(-9 / 8.0) + near) / 4;
        assertEquals(near + near - 2 * between, found, 1e-12);
    }

    @Test
    void theIndexIsThatOfItsFormula() {
        double[] before = IntStream.range(0, 100).mapToDouble(i -> i % 2).toArray();
        double[] after = IntStream.range(0, 100).mapToDouble(i -> i % 4 == 0 ? 0 : 1).toArray();
        double p = 50.5 / 101;
        double q = 25.5 / 101;
        assertEquals((q - p) * Math.log(q / p) + (p - q) * Math.log((1 - q) / (1 - p)), PopulationStability.of(before, after).statistic(), 1e-12);
        assertEquals(1, PopulationStability.of(new double[] {3, 3}, new double[] {3, 4}).pValue());
    }

    @Test
    void rareLabelsAreTakenTogether() {
        var reference = new ArrayList<>(usual(new SplittableRandom(2), 100));
        var now = new ArrayList<>(usual(new SplittableRandom(3), 100));
        for (int i = 0; i < 8; i++) {
            now.add(new Observation(9, 0, "rare" + i, 0.5, List.of(0.5, 0.3, 0.2)));
        }
        DriftCheck check = LabelShift.of(reference, now);
        assertTrue(check.pValue() > 0.001 && check.pValue() < 0.2, check::toString);
        assertEquals(new DriftCheck("label.chi2", 0, 1), LabelShift.of(reference.subList(0, 1), reference.subList(0, 1)));
    }

    @Test
    void aReportIsTheSameForTheSameSeedAndSmallSamplesAreRefused() {
        List<Observation> x = usual(new SplittableRandom(2), 100);
        List<Observation> y = usual(new SplittableRandom(4), 60);
        assertEquals(DriftTest.of(x, y, 7), DriftTest.of(x, y, 7));
        assertEquals("drift: 100 and 49 texts: needs at least 50 of both",
                assertThrows(IllegalArgumentException.class, () -> DriftTest.of(x, y.subList(0, 49), 7)).getMessage());
    }
}
