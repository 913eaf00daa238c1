package dev.lathe.train.inside;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Recorder;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.Value;
import dev.lathe.testkit.model.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InsideTest {
    private static final long SEED = Long.getLong("test.seed", 7);

    @TempDir
    private Path path;

    private static double[][] random(Random random, int rows, int cols) {
        var x = new double[rows][cols];
        for (double[] row : x) {
            Arrays.setAll(row, _ -> random.nextGaussian());
        }
        return x;
    }

    @Test
    void statesThatAreTurnedAndStretchedAreAlike() {
        var random = new Random(SEED);
        double[][] x = random(random, 40, 3);
        double[][] turned = new double[40][3];
        for (int i = 0; i < 40; i++) {
            double c = StrictMath.cos(0.7);
            double s = StrictMath.sin(0.7);
            turned[i] = new double[] {5 * (c * x[i][0] - s * x[i][1]) + 2, 5 * (s * x[i][0] + c * x[i][1]), -5 * x[i][2] + 1};
        }
        assertEquals(1, LinearCka.of(x, turned), 1e-12);
        double unrelated = LinearCka.of(x, random(random, 40, 3));
        assertTrue(unrelated < 0.3, () -> "seed " + SEED + ": " + unrelated);
        // By hand: centred x is (-1, 0, 1), y is (1, -2, 1); yᵀx = 0, so unrelated. With z = (-1, 1, 0): (zᵀx)² = 1, over 2 · 2.
        double[][] line = {{1}, {2}, {3}};
        assertEquals(0, LinearCka.of(line, new double[][] {{1}, {-2}, {1}}), 1e-12);
        assertEquals(0.25, LinearCka.of(line, new double[][] {{-1}, {1}, {0}}), 1e-12);
        assertEquals("cka: states of 3 and 40 texts: needs as many, at least 2",
                assertThrows(IllegalArgumentException.class, () -> LinearCka.of(line, x)).getMessage());
        assertThrows(ArithmeticException.class, () -> LinearCka.of(line, new double[][] {{1}, {1}, {1}}));
    }

    @Test
    void attentionThatIsEvenHasTheEntropyOfItsKeys() {
        // One text of two tokens, one of one; two heads: even, and to the token itself.
        var shares = new Recorder.Seen(Shape.of(3, 2, 2), new float[] {
            0.5f, 0.5f, 1, 0,
            0.5f, 0.5f, 0, 1,
            1, 0, 1, 0});
        AttentionStatistics of = AttentionStatistics.of("here", shares, 2, 1);
        assertEquals(2 * StrictMath.log(2) / 3, of.entropy()[0], 1e-7);
        assertEquals(0, of.entropy()[1], 0);
        assertEquals((0.5 + 0.5 + 0) / 3, of.distance()[0], 1e-7);
        assertEquals(0, of.distance()[1], 0);
    }

    @Test
    void aModelsLayersAreSeenTheSameInAnyBatch() throws IOException {
        ModelDirectory model = ModelDirectory.open(TinyModel.encoder(path.resolve("encoder")));
        List<String> texts = List.of("the food was good", "the food", "good");
        try (Device device = Device.cpu(1)) {
            LayerStates all = LayerStates.of(model, device, texts, 16);
            assertEquals(3, all.places().size(), all.places()::toString);
            LayerStates alone = LayerStates.of(model, device, texts.subList(1, 2), 16);
            for (int layer = 0; layer < 3; layer++) {
                assertArrayEquals(alone.states().get(layer)[0], all.states().get(layer)[1]);
            }
            List<AttentionStatistics> attention = AttentionStatistics.of(model, device, texts, 16);
            assertEquals(2, attention.size());
            for (AttentionStatistics layer : attention) {
                assertEquals(3, layer.entropy().length);
                // 6, 4 and 3 tokens with the special ones: less than even over all of them.
                double even = (6 * StrictMath.log(6) + 4 * StrictMath.log(4) + 3 * StrictMath.log(3)) / 13;
                for (double entropy : layer.entropy()) {
                    assertTrue(entropy > 0 && entropy <= even + 1e-6, () -> entropy + " of " + even);
                }
            }
        }
    }

    @Test
    void aProbeFindsWhatALineParts() {
        var random = new Random(SEED);
        double[][] x = random(random, 60, 4);
        int[] labels = Arrays.stream(x).mapToInt(row -> row[0] + 2 * row[1] > 0 ? 1 : 0).toArray();
        double[][] unseen = random(random, 200, 4);
        int[] right = Arrays.stream(unseen).mapToInt(row -> row[0] + 2 * row[1] > 0 ? 1 : 0).toArray();
        try (Device device = Device.cpu(1)) {
            LinearProbe probe = LinearProbe.train(x, labels, 2, device);
            assertTrue(probe.accuracy(unseen, right) > 0.9, () -> "seed " + SEED + ": " + probe.accuracy(unseen, right));
            int[] round = Arrays.stream(x).mapToInt(row -> row[0] * row[0] + row[1] * row[1] > 1.4 ? 1 : 0).toArray();
            double circle = LinearProbe.train(x, round, 2, device).accuracy(unseen,
                    Arrays.stream(unseen).mapToInt(row -> row[0] * row[0] + row[1] * row[1] > 1.4 ? 1 : 0).toArray());
            assertTrue(circle < 0.7, () -> "seed " + SEED + ": a circle is no line: " + circle);
            assertEquals("probe: 60 states, 1 labels: needs as many, at least one",
                    assertThrows(IllegalArgumentException.class, () -> LinearProbe.train(x, new int[1], 2, device)).getMessage());
        }
    }

    /// A softmax regression of one example: loss = -log softmax(W x)_y, whose Hessian is (diag p - p pᵀ) ⊗ x xᵀ.
    @Test
    void theHessianOfARegressionIsTheOneByHand() {
        float[] x = {0.5f, -1.5f};
        var random = new Random(SEED);
        try (Device device = Device.cpu(1); var model = Workspace.model("regression", device.backend())) {
            var scope = ModelScope.root(model);
            Parameter w = scope.parameter("weight", Shape.of(3, 2), Initializer.normal(0.5));
            scope.parameters().forEach(p -> p.initialize(3));
            var around = new LossAround(scope.parameters(), device.backend(), ws -> {
                Value in = Value.of(ws, ws.of(Shape.of(1, 2), x));
                return in.matMul(false, in.with(w.value()), true).crossEntropy(ws.ofInts(Shape.of(1), 2)).tensor();
            });
            float[] before = around.weights();
            double[] p = softmax(before, x);
            float[] gradient = around.gradient();
            for (int c = 0; c < 3; c++) {
                for (int f = 0; f < 2; f++) {
                    assertEquals((p[c] - (c == 2 ? 1 : 0)) * x[f], gradient[c * 2 + f], 1e-6);
                }
            }
            var v = new float[6];
            for (int i = 0; i < 6; i++) {
                v[i] = (float) random.nextGaussian();
            }
            double[] product = around.hessianTimes(v, LossAround.USUAL_STEP);
            for (int c = 0; c < 3; c++) {
                for (int f = 0; f < 2; f++) {
                    double byHand = 0;
                    for (int d = 0; d < 3; d++) {
                        for (int g = 0; g < 2; g++) {
                            byHand += (p[c] * ((c == d ? 1 : 0) - p[d])) * x[f] * x[g] * v[d * 2 + g];
                        }
                    }
                    // 6e-8 · 1.5 · ‖v‖ / 0.005 of rounding, for ‖v‖ up to 4, and of the curve less.
                    assertEquals(byHand, product[c * 2 + f], 1e-4, () -> "seed " + SEED);
                }
            }
            assertArrayEquals(before, around.weights());
            // The slope of the course is the gradient along the direction.
            double[] course = around.along(v, -0.01, 0, 0.01);
            double slope = 0;
            for (int i = 0; i < 6; i++) {
                slope += (double) gradient[i] * v[i];
            }
            assertEquals(slope, (course[2] - course[0]) / 0.02, 1e-3);
            assertEquals(around.value(), course[1]);
            float[] other = before.clone();
            other[0] += 1;
            assertEquals(around.value(), around.between(other, 0)[0]);
            assertTrue(around.between(other, 1)[0] != around.value());
            assertArrayEquals(before, around.weights());
            assertEquals("direction of 1: the model has 6 weights that train",
                    assertThrows(IllegalArgumentException.class, () -> around.along(new float[1], 0)).getMessage());
            assertThrows(IllegalArgumentException.class, () -> around.hessianTimes(new float[6], 0.01));
        }
    }

    private static double[] softmax(float[] w, float... x) {
        var exp = new double[3];
        double sum = 0;
        for (int c = 0; c < 3; c++) {
            exp[c] = StrictMath.exp((double) w[c * 2] * x[0] + (double) w[c * 2 + 1] * x[1]);
            sum += exp[c];
        }
        for (int c = 0; c < 3; c++) {
            exp[c] /= sum;
        }
        return exp;
    }

    @Test
    void aModelHasNotMovedFromItself() throws IOException {
        ModelDirectory encoder = ModelDirectory.open(TinyModel.encoder(path.resolve("encoder")));
        ModelDirectory classifier = ModelDirectory.open(TinyModel.classifier(path.resolve("classifier"), "a", "b"));
        List<LayerChange> none = LayerChange.between(encoder, encoder);
        assertEquals(List.of("embeddings", "layer 0", "layer 1"), none.stream().map(LayerChange::part).toList());
        assertTrue(none.stream().allMatch(change -> change.change() == 0 && change.weights() > 0), none::toString);
        // With and without the prefix of a model with a head.
        assertEquals(none.stream().map(LayerChange::weights).toList(),
                LayerChange.between(encoder, classifier).stream().map(LayerChange::weights).toList());
    }
}
