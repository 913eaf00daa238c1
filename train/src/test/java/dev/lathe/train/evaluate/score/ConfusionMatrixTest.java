package dev.lathe.train.evaluate.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.train.evaluate.ClassificationReport;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

public final class ConfusionMatrixTest {

    @Test
    void countsGoldInRowsAndPredictionsInColumns() {
        ConfusionMatrix matrix = ConfusionMatrix.of(new int[] {2, 0, 2, 2, 0, 1}, new int[] {0, 0, 2, 2, 0, 2}, 3);
        assertEquals(List.of(2L, 0L, 0L), row(matrix, 0));
        assertEquals(List.of(0L, 0L, 1L), row(matrix, 1));
        assertEquals(List.of(1L, 0L, 2L), row(matrix, 2));
        assertEquals(3, matrix.goldCount(2));
        assertEquals(0, matrix.predictedCount(1));
        assertEquals(6, matrix.total());
        assertEquals(4 / 6.0, matrix.accuracy());
    }

    @Test
    void knowsTheManualsMatthewsCorrelationAndKappa() {
        assertEquals(-1 / 3.0, ConfusionMatrix.of(new int[] {1, 1, 1, 0}, new int[] {1, 0, 1, 1}, 2).matthewsCorrelation(), 1e-15);
        assertEquals(0.6875, ConfusionMatrix.of(new int[] {0, 2, 0, 1, 2}, new int[] {0, 2, 0, 1, 0}, 3).cohensKappa(), 1e-15);
    }

    @Test
    void isZeroWhereCorrelationIsUndefined() {
        ConfusionMatrix oneClass = ConfusionMatrix.of(new int[] {1, 1}, new int[] {1, 1}, 2);
        assertEquals(0, oneClass.matthewsCorrelation());
        assertEquals(0, oneClass.cohensKappa());
        assertEquals(0, ConfusionMatrix.of(new int[] {0, 1}, new int[] {1, 1}, 2).matthewsCorrelation());
    }

    @Test
    void matthewsIsTheCorrelationOfIndicators() {
        long seed = Long.getLong("test.seed", new Random().nextLong());
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            int[] gold = IntStream.concat(IntStream.range(0, 4), random.ints(50, 0, 4)).toArray();
            int[] predicted = IntStream.of(gold).map(k -> random.nextBoolean() ? k : random.nextInt(4)).toArray();
            double expected = covariance(gold, predicted)
                    / Math.sqrt(covariance(gold, gold) * covariance(predicted, predicted));
            assertEquals(expected, ConfusionMatrix.of(gold, predicted, 4).matthewsCorrelation(), 1e-13, "-Dtest.seed=" + seed);
        }
    }

    @Test
    void refusesRowsThatDoNotBelong() {
        ConfusionMatrix matrix = ConfusionMatrix.of(new int[] {0}, new int[] {0}, 2);
        assertEquals("report: 1 names: the confusion matrix has 2 classes",
                assertThrows(IllegalArgumentException.class, () -> ClassificationReport.of(matrix, List.of("a"))).getMessage());
    }

    /// Summed over the classes, of the indicators "is class k".
    private static double covariance(int[] a, int[] b) {
        double sum = 0;
        for (int k = 0; k < 4; k++) {
            int each = k;
            double meanA = IntStream.of(a).filter(x -> x == each).count() / (double) a.length;
            double meanB = IntStream.of(b).filter(x -> x == each).count() / (double) b.length;
            for (int i = 0; i < a.length; i++) {
                sum += ((a[i] == k ? 1 : 0) - meanA) * ((b[i] == k ? 1 : 0) - meanB);
            }
        }
        return sum;
    }

    private static List<Long> row(ConfusionMatrix matrix, int gold) {
        return IntStream.range(0, matrix.classes()).mapToObj(predicted -> matrix.count(gold, predicted)).toList();
    }

    public static ConfusionMatrix matrix(long[][] counts) {
        return ConfusionMatrix.of(counts);
    }
}
