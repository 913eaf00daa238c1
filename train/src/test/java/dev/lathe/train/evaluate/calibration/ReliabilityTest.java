package dev.lathe.train.evaluate.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReliabilityTest {
    /// Logits whose softmax gives the first class a probability.
    private static ScoredClasses sure(double[] p, int[] gold) {
        var logits = new float[2 * p.length];
        for (int i = 0; i < p.length; i++) {
            logits[2 * i] = (float) StrictMath.log(p[i] / (1 - p[i]));
        }
        return new ScoredClasses(logits, gold, List.of("no", "yes"));
    }

    @Test
    void answersStandInTheBinOfTheirProbability() {
        Reliability found = Reliability.of(sure(new double[] {0.9, 0.92, 0.7, 0.4}, new int[] {0, 1, 0, 1}));
        assertEquals(List.of(1L, 1L, 2L), found.bins().stream().map(Reliability.Bin::count).toList());
        Reliability.Bin last = found.bins().getLast();
        assertEquals(0.91, last.confidence(), 1e-6);
        assertEquals(0.5, last.accuracy());
        assertEquals((0.41 * 2 + 0.3 + 0.4) / 4, found.expectedCalibrationError(), 1e-6);
    }

    @Test
    void aTemperatureIsTheOneOfTheScores() {
        ScoredClasses scored = sure(new double[] {0.9, 0.8, 0.7}, new int[] {0, 1, 0});
        assertEquals(scored.expectedCalibrationError(2), Reliability.of(scored.at(2)).expectedCalibrationError(), 1e-6);
        assertEquals(List.of("no", "yes"), scored.at(2).names());
    }

    /// The example of scikit-learn's documentation of `average_precision_score`.
    @Test
    void precisionAndRecallAreScikitLearns() {
        PrecisionRecall found = PrecisionRecall.of(new double[] {0.1, 0.4, 0.35, 0.8}, new boolean[] {false, false, true, true});
        assertEquals(List.of(new PrecisionRecall.Point(0.8, 1, 0.5), new PrecisionRecall.Point(0.4, 0.5, 0.5),
                new PrecisionRecall.Point(0.35, 2.0 / 3, 1), new PrecisionRecall.Point(0.1, 0.5, 1)), found.points());
        assertEquals(0.8333333333333333, found.averagePrecision(), 1e-15);
    }

    @Test
    void sameProbabilitiesAreTakenTogetherAndAClassThatNeverIsHasNoCurve() {
        assertEquals(List.of(new PrecisionRecall.Point(0.5, 0.5, 1)), PrecisionRecall.of(new double[] {0.5, 0.5}, new boolean[] {true, false}).points());
        assertEquals(new PrecisionRecall(List.of(), 0), PrecisionRecall.of(new double[] {0.5}, new boolean[] {false}));
    }
}
