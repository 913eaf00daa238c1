package dev.lathe.train.evaluate.score;

import static dev.lathe.train.evaluate.ScoreFields.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RegressionScoresTest {

    @Test
    void agreesWithScikitLearnsManual() {
        // Its examples of r2_score, mean_absolute_error and mean_squared_error (0.375).
        RegressionScores scores = RegressionScores.of(new double[] {3, -0.5, 2, 7}, new double[] {2.5, 0.0, 2, 8});
        assertEquals(0.948608137, scores.r2(), 5e-10);
        assertEquals(0.5, scores.mae(), 1e-15);
        assertEquals(Math.sqrt(0.375), scores.rmse(), 1e-15);
    }

    @Test
    void agreesWithPublishedCorrelations() {
        // Spearman's rho of IQ and hours of television, the worked example of many textbooks: -29/165.
        assertEquals(-29 / 165.0, Correlations.spearman(new double[] {106, 100, 86, 101, 99, 103, 97, 113, 112, 110},
                new double[] {7, 27, 2, 50, 28, 29, 20, 12, 6, 17}), 1e-12);
        // SciPy's manual, with a tie: spearmanr([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]) = 0.82078...
        assertEquals(0.8207826816681233,
                Correlations.spearman(new double[] {1, 2, 3, 4, 5}, new double[] {5, 6, 7, 8, 7}), 1e-12);
        // Anscombe's first data set: 0.81642051634484.
        assertEquals(0.81642051634484, Correlations.pearson(new double[] {10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5},
                new double[] {8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68}), 1e-12);
    }

    @Test
    void zerosOfBothSignsAreEqual() {
        assertEquals(Correlations.spearman(new double[] {0.0, 0.0, 1}, new double[] {1, 2, 3}),
                Correlations.spearman(new double[] {0.0, -0.0, 1}, new double[] {1, 2, 3}));
    }

    @Test
    void correlationsOfEqualValuesAreUndefined() {
        double[] same = new double[100];
        Arrays.fill(same, 0.1);
        double[] rising = IntStream.range(0, 100).asDoubleStream().toArray();
        RegressionScores scores = RegressionScores.of(same, rising);
        assertTrue(Double.isNaN(scores.pearson()));
        assertTrue(Double.isNaN(scores.spearman()));
        assertEquals(0, scores.r2());
        assertEquals(1, RegressionScores.of(same, same).r2());
        assertTrue(Double.isNaN(RegressionScores.of(new double[] {1}, new double[] {1}).r2()));
    }

    @Test
    void readsAsLinesAndAsJson() {
        RegressionScores scores = RegressionScores.of(new double[] {1, 2, 3, 4}, new double[] {5, 5, 5, 5});
        assertEquals("""
                pearson             undefined
                spearman            undefined
                rmse                2.7386
                mae                 2.5000
                r2                  -5.0000
                examples            4
                """, scores.toText());
        assertEquals("{\"pearson\":null,\"spearman\":null,\"rmse\":2.7386127875258306,\"mae\":2.5,\"r2\":-5.0,\"examples\":4}",
                json(scores::writeFields));
    }

    @Test
    void refusesWhatIsNoNumber() {
        assertEquals("regression scores: example 1: gold 2.0, predicted Infinity: not finite",
                assertThrows(IllegalArgumentException.class, () -> RegressionScores.of(
                        new double[] {1, 2}, new double[] {1, Double.POSITIVE_INFINITY})).getMessage());
        assertEquals("regression scores: 0 gold values, 0 predictions: need one of each for every example",
                assertThrows(IllegalArgumentException.class,
                        () -> RegressionScores.of(new double[0], new double[0])).getMessage());
    }
}
