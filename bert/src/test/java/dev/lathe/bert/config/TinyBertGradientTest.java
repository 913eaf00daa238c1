package dev.lathe.bert.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.loss.CrossEntropyOp;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A whole BERT of two layers against the same in double precision.
class TinyBertGradientTest {
    private static final long SEED = Long.getLong("test.seed", 42);
    private static final BertConfig TINY = BertConfig.builder()
            .vocabSize(50).hiddenSize(24).numHiddenLayers(2).numAttentionHeads(3).intermediateSize(56)
            .maxPositionEmbeddings(20).initializerRange(0.3).build();
    private static final int[][] IDS = {{1, 7, 9, 4, 2}, {1, 30, 2}, {1, 8, 8, 17, 49, 0, 21, 33, 11, 12, 13, 2}};
    private static final int[][] TYPES = {{0, 0, 0, 1, 1}, {0, 0, 0}, {0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1}};
    private static final int[] LABELS = {0, 2, 1};

    @Test
    void lossAndLogitsAreThoseOfTheFormulas() {
        try (Device device = Device.cpu(2); var model = new Model(device)) {
            try (var ws = Workspace.inference("logits", device.backend())) {
                float[] logits = model.classifier.logits(ws, batch(ws)).toArray();
                for (int s = 0; s < IDS.length; s++) {
                    double[] wanted = model.reference().logits(IDS[s], TYPES[s]);
                    for (int c = 0; c < 3; c++) {
                        assertEquals(wanted[c], logits[s * 3 + c], 2e-5, "logit " + c + " of text " + s);
                    }
                }
            }
            assertEquals(model.reference().loss(IDS, TYPES, LABELS), model.backward(), 1e-5);
        }
    }

    /// Each parameter moved along a random direction of its own, so that none can hide behind another.
    @Test
    void everyGradientAgreesWithDifferencesOfTheFormulas() {
        try (Device device = Device.cpu(2); var model = new Model(device)) {
            model.backward();
            var random = new Random(SEED);
            double scale = 0;
            for (ModelParameter p : model.parameters) {
                scale = Math.max(scale, norm(p.parameter().gradient().toArray()));
            }
            for (ModelParameter p : model.parameters) {
                var direction = new double[p.parameter().shape().size()];
                for (int i = 0; i < direction.length; i++) {
                    direction[i] = random.nextGaussian();
                }
                double analytic = dot(p.parameter().gradient().toArray(), direction);
                double numeric = model.derivative(p.name(), direction);
                // Some gradients are 0 by nature (the bias of keys): an error counts against the largest too.
                double allowed = 1e-4 * Math.abs(numeric) + 1e-6 * scale * Math.sqrt(direction.length);
                assertEquals(numeric, analytic, allowed, p.name() + " -Dtest.seed=" + SEED);
            }
        }
    }

    @Test
    void theGradientAlongOneDirectionOfAllParametersAgreesToOneInTenThousand() {
        try (Device device = Device.cpu(1); var model = new Model(device)) {
            model.backward();
            var random = new Random(SEED);
            double analytic = 0;
            var directions = new HashMap<String, double[]>();
            for (ModelParameter p : model.parameters) {
                var direction = new double[p.parameter().shape().size()];
                for (int i = 0; i < direction.length; i++) {
                    direction[i] = random.nextGaussian();
                }
                directions.put(p.name(), direction);
                analytic += dot(p.parameter().gradient().toArray(), direction);
            }
            double numeric = model.derivative(directions);
            assertTrue(Math.abs(numeric) > 1e-3, "a direction along which nothing changes proves nothing");
            assertEquals(numeric, analytic, 1e-4 * Math.abs(numeric), "-Dtest.seed=" + SEED);
        }
    }

    private static TokenBatch batch(Workspace ws) {
        var lengths = new int[] {IDS[0].length, IDS[1].length, IDS[2].length};
        var sequences = PackedSequences.of(ws, lengths);
        Shape tokens = Shape.of(sequences.tokens());
        return new TokenBatch(ws.ofInts(tokens, joined(IDS)), ws.ofInts(tokens, joined(TYPES)), sequences);
    }

    private static int[] joined(int[][] parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }

    private static double dot(float[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double norm(float[] a) {
        double sum = 0;
        for (float v : a) {
            sum += (double) v * v;
        }
        return Math.sqrt(sum);
    }

    /// The model under test, with random weights, and its double.
    private static final class Model implements AutoCloseable {
        private static final double STEP = 1e-5;

        final BertForSequenceClassification classifier;
        final List<ModelParameter> parameters;
        private final Workspace workspace;
        private final Device device;

        Model(Device device) {
            this.device = device;
            workspace = Workspace.model("tiny", device.backend());
            ModelScope scope = ModelScope.root(workspace);
            classifier = new BertForSequenceClassification(scope, TINY, 3);
            parameters = scope.parameters();
            var random = new Random(SEED);
            for (ModelParameter p : parameters) {
                var values = new float[p.parameter().shape().size()];
                float centre = p.name().endsWith("LayerNorm.weight") ? 1 : 0;
                for (int i = 0; i < values.length; i++) {
                    values[i] = centre + (float) random.nextGaussian() * 0.3f;
                }
                p.parameter().value().buffer().write(0, values, 0, values.length);
            }
        }

        float backward() {
            try (var ws = Workspace.recording("step", device.backend())) {
                Tensor loss = CrossEntropyOp.apply(
                        ws, classifier.logits(ws, batch(ws)), ws.ofInts(Shape.of(LABELS.length), LABELS));
                ws.backward(loss);
                return loss.item();
            }
        }

        DoubleBert reference() {
            return new DoubleBert(TINY, weights());
        }

        double derivative(String name, double[] direction) {
            return derivative(Map.of(name, direction));
        }

        double derivative(Map<String, double[]> directions) {
            return (lossAt(directions, STEP) - lossAt(directions, -STEP)) / (2 * STEP);
        }

        private double lossAt(Map<String, double[]> directions, double step) {
            Map<String, double[]> moved = weights();
            directions.forEach((name, direction) -> {
                double[] values = moved.get(name);
                for (int i = 0; i < values.length; i++) {
                    values[i] += step * direction[i];
                }
            });
            return new DoubleBert(TINY, moved).loss(IDS, TYPES, LABELS);
        }

        private Map<String, double[]> weights() {
            var weights = new HashMap<String, double[]>();
            for (ModelParameter p : parameters) {
                float[] values = p.parameter().value().toArray();
                var doubles = new double[values.length];
                for (int i = 0; i < values.length; i++) {
                    doubles[i] = values[i];
                }
                weights.put(p.name(), doubles);
            }
            return weights;
        }

        @Override
        public void close() {
            workspace.close();
        }
    }
}
