package dev.lathe.train.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.loss.BinaryCrossEntropyOp;
import dev.lathe.tensor.op.loss.CrossEntropyOp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each loss against its formula in double, and its gradient against that formula's differences.
class LossesTest {
    private static final float[] LOGITS = {1.5f, -0.5f, 0.25f, 0, 3, -2, 0.75f, 0.5f, -1, 9, -8, 0.5f};
    private static final float[] AGAIN = {1.25f, -0.75f, 0.5f, 0.25f, 2, -1, 0.5f, 0.75f, -1.5f, 7, -6, 0};
    private static final int CLASSES = 3;
    private static final int[] LABELS = {0, 2, CrossEntropyOp.IGNORE_INDEX, 0};
    private static final float[] WEIGHTS = {0.5f, 1, 4};
    private static final float[] HAS = {1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 1};

    private final Device device = Device.cpu(1);

    @AfterEach
    void close() {
        device.close();
    }

    private interface Loss {
        Tensor of(Workspace ws, Tensor logits);
    }

    private void assertIs(ToDoubleFunction<double[]> formula, Loss loss) {
        try (var ws = Workspace.recording("loss", device.backend())) {
            Tensor logits = ws.variable(Shape.of(LOGITS.length / CLASSES, CLASSES), LOGITS);
            Tensor value = loss.of(ws, logits);
            double[] at = doubles(LOGITS);
            assertEquals(formula.applyAsDouble(at), value.item(), 3e-6);
            ws.backward(value);
            float[] gradient = logits.gradient().toArray();
            for (int i = 0; i < at.length; i++) {
                double[] above = at.clone();
                double[] below = at.clone();
                above[i] += 1e-6;
                below[i] -= 1e-6;
                double slope = (formula.applyAsDouble(above) - formula.applyAsDouble(below)) / 2e-6;
                assertEquals(slope, gradient[i], 2e-6, "gradient of logit " + i);
            }
        }
    }

    private static double[] doubles(float[] values) {
        var all = new double[values.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = values[i];
        }
        return all;
    }

    private static double[] probabilities(double[] logits, int row) {
        var p = new double[CLASSES];
        double sum = 0;
        for (int c = 0; c < CLASSES; c++) {
            p[c] = Math.exp(logits[row * CLASSES + c]);
            sum += p[c];
        }
        for (int c = 0; c < CLASSES; c++) {
            p[c] /= sum;
        }
        return p;
    }

    /// Σ weight (1 - p)^gamma (-log p) / Σ weight
    private static double focal(double[] logits, double gamma, float[] weights) {
        double sum = 0;
        double total = 0;
        for (int row = 0; row < LABELS.length; row++) {
            if (LABELS[row] >= 0) {
                double[] p = probabilities(logits, row);
                sum -= weights[LABELS[row]] * Math.pow(1 - p[LABELS[row]], gamma) * Math.log(p[LABELS[row]]);
                total += weights[LABELS[row]];
            }
        }
        return sum / total;
    }

    /// As PyTorch's CrossEntropyLoss(weight, label_smoothing).
    private static double smoothed(double[] logits, double smoothing) {
        double sum = 0;
        double total = 0;
        for (int row = 0; row < LABELS.length; row++) {
            if (LABELS[row] >= 0) {
                double[] p = probabilities(logits, row);
                sum -= (1 - smoothing) * WEIGHTS[LABELS[row]] * Math.log(p[LABELS[row]]);
                for (int c = 0; c < CLASSES; c++) {
                    sum -= smoothing / CLASSES * WEIGHTS[c] * Math.log(p[c]);
                }
                total += WEIGHTS[LABELS[row]];
            }
        }
        return sum / total;
    }

    @Test
    void focalLossIsThatOfLin() {
        float[] even = {1, 1, 1};
        for (double gamma : new double[] {0.5, 2, 5}) {
            assertIs(logits -> focal(logits, gamma, even), (ws, logits) ->
                    new LabelLoss(LossOptions.USUAL.withFocalGamma(gamma), even).of(ws, logits, LABELS));
            assertIs(logits -> focal(logits, gamma, WEIGHTS), (ws, logits) -> new LabelLoss(
                    LossOptions.USUAL.withFocalGamma(gamma).withWeights(ClassWeights.BALANCED), WEIGHTS).of(ws, logits, LABELS));
        }
    }

    @Test
    void weightsAndSmoothingAreThoseOfPyTorch() {
        LossOptions options = LossOptions.USUAL.withWeights(ClassWeights.BALANCED).withLabelSmoothing(0.1);
        assertIs(logits -> smoothed(logits, 0.1), (ws, logits) -> new LabelLoss(options, WEIGHTS).of(ws, logits, LABELS));
        assertEquals(5, new LabelLoss(options, WEIGHTS).weight(LABELS), "what the mean is over");
    }

    @Test
    void rDropAddsHalfOfHowMuchTwoPassesDisagree() {
        double[] again = doubles(AGAIN);
        assertIs(logits -> {
            double apart = 0;
            double total = 0;
            for (int row = 0; row < LABELS.length; row++) {
                if (LABELS[row] >= 0) {
                    double[] p = probabilities(logits, row);
                    double[] q = probabilities(again, row);
                    for (int c = 0; c < CLASSES; c++) {
                        apart += WEIGHTS[LABELS[row]] * (p[c] * Math.log(p[c] / q[c]) + q[c] * Math.log(q[c] / p[c]));
                    }
                    total += WEIGHTS[LABELS[row]];
                }
            }
            return (smoothed(logits, 0) + smoothed(again, 0)) / 2 + 4 * apart / total / 2;
        }, (ws, logits) -> new LabelLoss(LossOptions.USUAL.withWeights(ClassWeights.BALANCED).withRDrop(4), WEIGHTS)
                .of(ws, logits, ws.of(logits.shape(), AGAIN), LABELS));
    }

    /// As PyTorch's BCEWithLogitsLoss(pos_weight), with smoothed targets and focal factors.
    private static double decisions(double[] logits, double smoothing, double gamma) {
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            double p = 1 / (1 + Math.exp(-logits[i]));
            double target = HAS[i] * (1 - smoothing) + smoothing / 2;
            sum -= WEIGHTS[i % CLASSES] * target * Math.pow(1 - p, gamma) * Math.log(p)
                    + (1 - target) * Math.pow(p, gamma) * Math.log1p(-p);
        }
        return sum / logits.length;
    }

    @Test
    void decisionsHaveWeightsSmoothingAndFocalFactorsToo() {
        LossOptions weighted = LossOptions.USUAL.withWeights(ClassWeights.BALANCED);
        assertIs(logits -> decisions(logits, 0, 0), (ws, logits) -> new DecisionLoss(weighted, WEIGHTS).of(ws, logits, HAS));
        assertIs(logits -> decisions(logits, 0.2, 0), (ws, logits) ->
                new DecisionLoss(weighted.withLabelSmoothing(0.2), WEIGHTS).of(ws, logits, HAS));
        assertIs(logits -> decisions(logits, 0, 2), (ws, logits) ->
                new DecisionLoss(weighted.withFocalGamma(2), WEIGHTS).of(ws, logits, HAS));
        double[] again = doubles(AGAIN);
        assertIs(logits -> {
            double apart = 0;
            for (int i = 0; i < logits.length; i++) {
                double p = 1 / (1 + Math.exp(-logits[i]));
                double q = 1 / (1 + Math.exp(-again[i]));
                apart += (p - q) * (logits[i] - again[i]);
            }
            return (decisions(logits, 0, 0) + decisions(again, 0, 0)) / 2 + 3 * apart / logits.length / 2;
        }, (ws, logits) -> new DecisionLoss(weighted.withRDrop(3), WEIGHTS).of(ws, logits, ws.of(logits.shape(), AGAIN), HAS));
    }

    @Test
    void withoutOptionsTheOpsHaveTheirBits() {
        try (var ws = Workspace.recording("loss", device.backend())) {
            Tensor logits = ws.variable(Shape.of(LOGITS.length / CLASSES, CLASSES), LOGITS);
            assertEquals(CrossEntropyOp.apply(ws, logits, ws.ofInts(Shape.of(LABELS.length), LABELS)).item(),
                    LabelLoss.USUAL.of(ws, logits, LABELS).item(), 0);
            assertEquals(BinaryCrossEntropyOp.apply(ws, logits, ws.ofKnown(logits.shape(), HAS)).item(),
                    DecisionLoss.USUAL.of(ws, logits, HAS).item(), 0);
            assertEquals(3, LabelLoss.USUAL.weight(LABELS));
        }
    }

    @Test
    void gradientsStayFiniteWhereTheModelIsSure() {
        try (var ws = Workspace.recording("loss", device.backend())) {
            Tensor logits = ws.variable(Shape.of(2, 2), 300, -300, -300, 300);
            Tensor loss = new LabelLoss(LossOptions.USUAL.withFocalGamma(0.5), new float[] {1, 1}).of(ws, logits, new int[] {0, 0});
            assertEquals(300, loss.item(), 1e-3);
            ws.backward(loss);
            assertArrayEquals(new float[] {0, 0, -0.5f, 0.5f}, logits.gradient().toArray(), 1e-6f);
        }
    }

    @Test
    void balancedWeightsAreThoseOfScikitLearn() {
        List<String> names = List.of("a", "b", "c");
        assertArrayEquals(new float[] {10f / 24, 10f / 6, 1}, ClassWeights.BALANCED.of(names, new long[] {8, 2, 0}, 10));
        assertArrayEquals(new float[] {0.25f, 4, 1}, ClassWeights.BALANCED.ofPositives(names, new long[] {8, 2, 0}, 10));
        assertArrayEquals(new float[] {1, 1, 1}, ClassWeights.EVEN.of(names, new long[] {8, 2, 0}, 10));
    }

    @Test
    void weightsAreReadFromAFileAndHeldAgainstTheLabels(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("weights.json"), "{\"b\": 2.5, \"a\": 0.5}");
        ClassWeights given = ClassWeights.read(file);
        assertArrayEquals(new float[] {0.5f, 2.5f, 1}, given.of(List.of("a", "b", "c"), new long[3], 1));
        assertEquals("class weights: label 'b' is not among 'a', 'c'", assertThrows(IllegalArgumentException.class,
                () -> given.of(List.of("a", "c"), new long[2], 1)).getMessage());
        var none = new LinkedHashMap<>(Map.of("a", 0.0));
        assertEquals("class weights: label 'a': 0.0: needs more than 0",
                assertThrows(IllegalArgumentException.class, () -> new ClassWeights.Given(none)).getMessage());
    }

    @Test
    void whatMakesNoLossIsRefused() {
        assertEquals("focalGamma -1.0: needs 0 or more", refusal(() -> LossOptions.USUAL.withFocalGamma(-1)));
        assertEquals("labelSmoothing 1.0: needs 0 or more and less than 1", refusal(() -> LossOptions.USUAL.withLabelSmoothing(1)));
        assertEquals("rDrop NaN: needs 0 or more", refusal(() -> LossOptions.USUAL.withRDrop(Double.NaN)));
        assertEquals("focalGamma 2.0 and labelSmoothing 0.1: give one of the two",
                refusal(() -> LossOptions.USUAL.withFocalGamma(2).withLabelSmoothing(0.1)));
        assertTrue(new LabelLoss(LossOptions.USUAL.withRDrop(1), WEIGHTS).takesTwo());
    }

    private static String refusal(Runnable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
    }
}
