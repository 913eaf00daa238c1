package dev.lathe.bench.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FormulaTest {

    /// Worked out by an independent program in another language.
    @Test
    void weightsAreTheDocumentedNumbers() {
        float[] weights = FormulaWeights.uniform("classifier.weight", new long[] {1, 3}, 0.035);
        assertArrayEquals(new float[] {-0.027922313660383224f, 0.030299680307507515f, 0.020422259345650673f}, weights, 0);
    }

    @Test
    void reviewsAreThePaddedDocumentedTokens() {
        PaddedBatch batch = FormulaBatches.reviews(0, 2);
        assertEquals(13, batch.columns());
        assertArrayEquals(new int[] {6, 13}, batch.lengths());
        assertArrayEquals(new long[] {0, 1}, batch.labels());
        assertEquals(101, batch.inputIds()[0]);
        assertEquals(6659, batch.inputIds()[1]);
        assertEquals(2000 + 104729 * 2 % 27000, batch.inputIds()[2]);
        assertEquals(102, batch.inputIds()[5]);
        assertEquals(0, batch.inputIds()[6]);
        assertEquals(2307, batch.inputIds()[13 + 2]);
        assertEquals(102, batch.inputIds()[13 + 12]);
    }

    @Test
    void theRateRisesFromZeroAndFallsTowardsZero() {
        var schedule = new WarmupLinearSchedule(10, 2, 10);
        double[] expected = {0, 5, 10, 8.75, 7.5, 6.25, 5, 3.75, 2.5, 1.25};
        for (int step = 0; step < expected.length; step++) {
            assertEquals(expected[step], schedule.at(step), 1e-15, "step " + step);
        }
    }
}
