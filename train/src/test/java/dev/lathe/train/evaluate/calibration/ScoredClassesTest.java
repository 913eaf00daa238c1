package dev.lathe.train.evaluate.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ScoredClassesTest {
    /// Ten texts of which a model is 95.26 % sure each (logits 3 and 0), and eight right.
    private static ScoredClasses overconfident() {
        var logits = new float[20];
        var gold = new int[10];
        for (int i = 0; i < 10; i++) {
            logits[2 * i] = 3;
            gold[i] = i < 8 ? 0 : 1;
        }
        return new ScoredClasses(logits, gold);
    }

    /// With all logits the same the best probability is the share that is right: 1/(1 + exp(-3/T)) = 0.8.
    @Test
    void theTemperatureIsThatOfTheLeastLoss() {
        double temperature = overconfident().bestTemperature();
        assertEquals(3 / Math.log(4), temperature, 1e-9);
        assertEquals(0, overconfident().expectedCalibrationError(temperature), 1e-9);
    }

    @Test
    void theErrorIsHowFarSureIsFromRight() {
        assertEquals(1 / (1 + Math.exp(-3)) - 0.8, overconfident().expectedCalibrationError(1), 1e-9);
    }

    /// Two bins, one too sure and one not sure enough, do not make up for each other.
    @Test
    void binsAreJudgedEachOnItsOwn() {
        float low = (float) Math.log(0.6 / 0.4);
        var scored = new ScoredClasses(new float[] {5, 0, low, 0}, new int[] {1, 0});
        double high = 1 / (1 + Math.exp(-5));
        assertEquals((high + 0.4) / 2, scored.expectedCalibrationError(1), 1e-6);
    }

    @Test
    void temperaturesStayInTheirRange() {
        assertEquals(0.05, new ScoredClasses(new float[] {1, 0}, new int[] {0}).bestTemperature(), 1e-9);
        assertEquals(20, new ScoredClasses(new float[] {1, 0}, new int[] {1}).bestTemperature(), 1e-9);
    }

    @Test
    void theThresholdIsThatOfTheBestF1() {
        double[] probabilities = {0.1, 0.4, 0.3, 0.2, 0.05};
        boolean[] has = {false, true, true, false, false};
        assertEquals(0.25, BestThreshold.of(probabilities, has), 1e-12);
        assertEquals(0.5, BestThreshold.of(probabilities, new boolean[5]), "never right: the usual one");
        assertTrue(BestThreshold.of(new double[] {0.9, 0.8}, new boolean[] {true, true}) == 0.5, "all alike: the usual one");
    }
}
