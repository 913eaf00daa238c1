package dev.lathe.train.fairness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.text.TextExample;
import dev.lathe.train.evaluate.group.Parity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.special.Erf;
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
                var penalty = loss.corrected(ws, ws.of(Shape.of(), 0f), new GroupLoss.Pass(value, value), labels, groups, 4);
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

    /// Three groups, four texts with vectors of two features.
    private static final float[] VECTORS = {0.3f, -0.2f, 1.1f, 0.4f, -0.7f, 0.9f, 0.2f, 0.6f};
    private static final List<String> MEMBERS = List.of("a", "b", "c", "b");

    private static GroupLoss adversarial(ModelScope scope, double weight) {
        GroupLoss made = loss(FairnessOptions.adversarial("g", weight), "abcb", "1011").withAdversary(scope, 2);
        scope.parameters().forEach(parameter -> parameter.initialize(7));
        return made;
    }

    /// The mean cross-entropy of the adversary as its parameters are, in double.
    private static double guessing(ModelScope scope, float[] vectors) {
        List<float[]> p = scope.parameters().stream().map(parameter -> parameter.parameter().value().toArray()).toList();
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            var logits = new double[3];
            for (int g = 0; g < logits.length; g++) {
                logits[g] = p.get(3)[g];
                for (int f = 0; f < 2; f++) {
                    double x = p.get(1)[f] + (double) p.get(0)[2 * f] * vectors[2 * i] + (double) p.get(0)[2 * f + 1] * vectors[2 * i + 1];
                    logits[g] += p.get(2)[2 * g + f] * x * 0.5 * (1 + Erf.erf(x / Math.sqrt(2)));
                }
            }
            int gold = List.of("a", "b", "c").indexOf(MEMBERS.get(i));
            sum += Math.log(Arrays.stream(logits).map(Math::exp).sum()) - logits[gold];
        }
        return sum / 4;
    }

    @Test
    void theAdversaryLearnsToGuessAndTheVectorNotToBeGuessed() {
        try (var device = Device.cpu(1); var model = Workspace.model("adversary", device.backend());
                var ws = Workspace.recording("loss", device.backend())) {
            ModelScope scope = ModelScope.root(model);
            GroupLoss loss = adversarial(scope, 3);
            assertTrue(scope.parameters().stream().allMatch(parameter -> GroupLoss.isAdversary(parameter.name())));
            var value = ws.variable(Shape.of(4, 2), VECTORS);
            var corrected = loss.corrected(ws, ws.of(Shape.of(), 0.7f), new GroupLoss.Pass(value, value), new int[4], MEMBERS, 4);
            assertEquals(0.7f, corrected.item(), "the loss that is shown stays the classifier's");
            ws.backward(corrected);
            float[] gradient = value.gradient().toArray();
            for (int i = 0; i < VECTORS.length; i++) {
                float[] more = VECTORS.clone();
                float[] less = VECTORS.clone();
                more[i] += 1e-3f;
                less[i] -= 1e-3f;
                double slope = (guessing(scope, more) - guessing(scope, less)) / ((double) more[i] - less[i]);
                assertEquals(-3 * slope, gradient[i], 2e-5, "vector " + i);
            }
            for (ModelParameter parameter : scope.parameters()) {
                float[] own = parameter.parameter().gradient().toArray();
                float[] values = parameter.parameter().value().toArray();
                float[] moved = values.clone();
                moved[0] += 1e-3f;
                double before = guessing(scope, VECTORS);
                parameter.parameter().value().buffer().write(0, moved, 0, moved.length);
                double slope = (guessing(scope, VECTORS) - before) / ((double) moved[0] - values[0]);
                parameter.parameter().value().buffer().write(0, values, 0, values.length);
                assertEquals(slope, own[0], 1e-3, parameter.name());
                assertTrue(Math.abs(slope) > 1e-2, parameter.name() + " matters: " + slope);
            }
        }
    }

    /// Weighted as a step weights them, the gradients of parts add up to those of the whole: also where labels differ in weight.
    @Test
    void thePartsOfAStepAddUp() {
        float[] whole = gradient(0, 4, 6);
        float[] first = gradient(0, 1, 4);
        float[] rest = gradient(1, 4, 2);
        for (int i = 0; i < whole.length; i++) {
            assertEquals(6 * whole[i], 4 * first[i] + 2 * rest[i], 1e-5);
        }
    }

    /// Of the first bias.
    private static float[] gradient(int from, int to, double weight) {
        try (var device = Device.cpu(1); var model = Workspace.model("adversary", device.backend());
                var ws = Workspace.recording("loss", device.backend())) {
            ModelScope scope = ModelScope.root(model);
            GroupLoss loss = adversarial(scope, 3);
            var value = ws.variable(Shape.of(to - from, 2), Arrays.copyOfRange(VECTORS, 2 * from, 2 * to));
            ws.backward(loss.corrected(
                    ws, ws.of(Shape.of(), 0f), new GroupLoss.Pass(value, value), new int[to - from], MEMBERS.subList(from, to), weight));
            return scope.parameters().get(1).parameter().gradient().toArray();
        }
    }

    @Test
    void theAdversaryComesToCountInTheCourseOfTheTraining() {
        try (var device = Device.cpu(1); var model = Workspace.model("adversary", device.backend())) {
            var always = new GroupAdversary(ModelScope.root(model), 2, 2, 3);
            assertEquals(3, always.weightAt(70));
            GroupAdversary rising = always.over(100);
            assertEquals(0, rising.weightAt(0));
            assertEquals(3 * Math.tanh(10 * 0.1 / 2), rising.weightAt(10), 1e-12);
            assertEquals(3 * Math.tanh(10 * 0.99 / 2), rising.weightAt(99), 1e-12);
            GroupLoss loss = adversarial(ModelScope.root(model), 3).over(100);
            assertEquals(10, slopeAt(loss, 99, device) / slopeAt(adversarial(ModelScope.root(model), 0.3), 99, device), 0.01);
            assertEquals(0, slopeAt(loss, 0, device), 0.0, "nothing in the first step");
        }
    }

    @Test
    void theAdversaryStartsFromNothingAndLearnsAsFastAsThatNeeds() {
        try (var device = Device.cpu(1); var model = Workspace.model("adversary", device.backend())) {
            GroupLoss loss = adversarial(ModelScope.root(model), 3);
            assertEquals(1e-3, loss.rate("adversary.output.bias", 5e-5));
            assertEquals(3e-3, loss.rate("adversary.output.bias", 3e-3));
            assertEquals(5e-5, loss.rate("classifier.bias", 5e-5));
        }
    }

    private static double slopeAt(GroupLoss loss, int step, Device device) {
        try (var ws = Workspace.training("step", device.backend(), new RandomKey(1, step))) {
            var value = ws.variable(Shape.of(4, 2), VECTORS);
            ws.backward(loss.corrected(ws, ws.of(Shape.of(), 0f), new GroupLoss.Pass(value, value), new int[4], MEMBERS, 4));
            return value.gradient().toArray()[0];
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
        assertEquals("fairnessWeight -1.0: needs more than 0", refusal(() -> FairnessOptions.adversarial("g", -1)));
        assertEquals("fairness group 'g': all 2 training examples are of group 'a'; needs two groups or more",
                refusal(() -> loss(FairnessOptions.adversarial("g", 1), "aa", "10")));
        assertEquals("fairnessWeight 0.0: needs more than 0",
                refusal(() -> FairnessOptions.penalty(FairTraining.DEMOGRAPHIC_PARITY, "g", "yes", 0)));
        assertEquals("fairnessThresholds equalised-odds: a threshold a group cannot make both rates equal; needs demographic-parity or "
                + "equal-opportunity", refusal(() -> FairnessOptions.thresholds(Parity.EQUALISED_ODDS, "g", "yes")));
    }

    private static String refusal(Executable made) {
        return assertThrows(IllegalArgumentException.class, made).getMessage();
    }
}
