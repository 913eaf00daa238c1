package dev.lathe.train.fairness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.text.TextExample;
import dev.lathe.train.evaluate.group.Parity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class GroupLossTest {
    private static final List<String> LABELS = List.of("no", "yes");

    private static Dataset<TextExample> data(String groups, String labels) {
        return Dataset.ofRows("training data", IntStream.range(0, groups.length()).boxed().toList(), (i, at) -> new TextExample(
                at, "text", null, labels.charAt(i) == '1' ? "yes" : "no", Optional.of(groups.substring(i, i + 1))));
    }

    private static GroupLoss loss(FairnessOptions options, String groups, String labels) {
        return GroupLoss.of(options, LABELS, data(groups, labels), labels.chars().map(c -> c - '0').toArray());
    }

    /// n = 10; a: 5 of 6 yes, b: 2 of 4 yes. Independent of each other the cells would have 4.2, 1.8, 2.8 and 1.2.
    @Test
    void reweighingMakesGroupAndLabelIndependent() {
        GroupLoss loss = loss(FairnessOptions.reweighing("g"), "aaaaaabbbb", "1111101100");
        assertArrayEquals(new double[] {4.2 / 5, 1.8, 2.8 / 2, 1.2 / 2},
                loss.weights(new int[] {1, 0, 1, 0}, List.of("a", "a", "b", "b")).orElseThrow(), 1e-15);
    }

    @Test
    void thePenaltyIsTheSquaredDistanceOfMomentsAndHasTheirGradient() {
        float[] logits = {0.3f, -0.2f, 1.1f, 0.4f, -0.7f, 0.9f, 0.2f, 0.6f};
        int[] labels = {1, 0, 1, 1};
        List<String> groups = List.of("a", "a", "b", "b");
        for (FairTraining kind : List.of(FairTraining.DEMOGRAPHIC_PARITY, FairTraining.EQUALISED_ODDS)) {
            GroupLoss loss = loss(FairnessOptions.penalty(kind, "g", "yes", 3), "aabb", "1011");
            try (var device = Device.cpu(1); var ws = Workspace.recording("loss", device.backend())) {
                var value = ws.variable(Shape.of(4, 2), logits);
                var penalty = loss.penalized(ws, ws.of(Shape.of(), 0f), value, labels, groups);
                assertEquals(3 * penalty(kind, logits), penalty.item(), 1e-6, kind.word());
                ws.backward(penalty);
                float[] gradient = value.gradient().toArray();
                for (int i = 0; i < logits.length; i++) {
                    float[] more = logits.clone();
                    float[] less = logits.clone();
                    more[i] += 1e-3f;
                    less[i] -= 1e-3f;
                    double slope = 3 * (penalty(kind, more) - penalty(kind, less)) / ((double) more[i] - less[i]);
                    assertEquals(slope, gradient[i], 1e-5, kind.word() + " " + i);
                }
            }
        }
    }

    /// In double, for the labels 1 0 1 1 and the groups a a b b.
    private static double penalty(FairTraining kind, float[] logits) {
        var p = new double[4];
        for (int i = 0; i < 4; i++) {
            p[i] = 1 / (1 + Math.exp((double) logits[2 * i] - logits[2 * i + 1]));
        }
        if (kind == FairTraining.DEMOGRAPHIC_PARITY) {
            double all = (p[0] + p[1] + p[2] + p[3]) / 4;
            return square((p[0] + p[1]) / 2 - all) + square((p[2] + p[3]) / 2 - all);
        }
        double having = (p[0] + p[2] + p[3]) / 3;
        return square(p[0] - having) + square((p[2] + p[3]) / 2 - having);
    }

    private static double square(double x) {
        return x * x;
    }

    @Test
    void thresholdsMakeRatesEqualAtTheLeastPrice() {
        var rows = new ArrayList<ThresholdChoice.Row>();
        for (int i = 0; i < 100; i++) {
            // Of group a 80 have the label and it scores higher, of b 40.
            rows.add(new ThresholdChoice.Row("a", (i + 20) / 130.0, i >= 20, i < 20));
            rows.add(new ThresholdChoice.Row("b", i / 130.0, i >= 60, i < 60));
        }
        Map<String, Double> parity = ThresholdChoice.of(Parity.DEMOGRAPHIC_PARITY, rows);
        double rateA = rate(rows, "a", parity, false);
        assertEquals(rateA, rate(rows, "b", parity, false), 1e-9);
        assertTrue(rateA >= 0.4 && rateA <= 0.8, "between both groups' shares: " + rateA);
        Map<String, Double> opportunity = ThresholdChoice.of(Parity.EQUAL_OPPORTUNITY, rows);
        assertEquals(1, rate(rows, "a", opportunity, true), "texts are told apart without a fault");
        assertEquals(1, rate(rows, "b", opportunity, true));
        assertEquals(0.8, rate(rows, "a", opportunity, false));
        assertEquals("fairness thresholds: no dev example of group 'c' has the positive label",
                assertThrows(IllegalArgumentException.class, () -> ThresholdChoice.of(Parity.EQUAL_OPPORTUNITY,
                        List.of(new ThresholdChoice.Row("c", 0.5, false, true)))).getMessage());
    }

    private static double rate(List<ThresholdChoice.Row> rows, String group, Map<String, Double> thresholds, boolean having) {
        return rows.stream().filter(row -> row.group().equals(group) && (row.has() || !having))
                .mapToDouble(row -> row.probability() >= thresholds.get(group) ? 1 : 0).average().orElseThrow();
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertEquals("fairness group 'g': all 2 training examples are of group 'a'; needs two groups or more",
                refusal(() -> loss(FairnessOptions.reweighing("g"), "aa", "10")));
        assertEquals("fairness positive 'maybe': there are the labels 'no', 'yes'",
                refusal(() -> loss(FairnessOptions.penalty(FairTraining.DEMOGRAPHIC_PARITY, "g", "maybe", 1), "ab", "10")));
        assertEquals("fairnessWeight 0.0: needs more than 0",
                refusal(() -> FairnessOptions.penalty(FairTraining.DEMOGRAPHIC_PARITY, "g", "yes", 0)));
        assertEquals("fairnessThresholds equalised-odds: a threshold a group cannot make both rates equal; needs demographic-parity or "
                + "equal-opportunity", refusal(() -> FairnessOptions.thresholds(Parity.EQUALISED_ODDS, "g", "yes")));
    }

    private static String refusal(Executable made) {
        return assertThrows(IllegalArgumentException.class, made).getMessage();
    }
}
