package dev.lathe.tensor.op.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.tensor.ExampleRows;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.op.Value;
import dev.lathe.tensor.op.norm.LayerNormOp;
import dev.lathe.tensor.op.product.LinearGeluOp;
import dev.lathe.tensor.op.product.LinearOp;
import dev.lathe.tensor.op.shape.EmbeddingOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Norms and weighted sums of single examples' gradients, against a backward pass for each.
class ExampleNormsTest {
    private static final long SEED = Long.getLong("test.seed", 1);
    private static final int VOCABULARY = 5;

    private final CpuBackend backend = new CpuBackend(2);
    private final Random random = new Random(SEED);
    private final List<Parameter> parameters = new ArrayList<>();

    private Tensor parameter(Workspace model, int... dims) {
        Parameter made = model.parameter("p" + parameters.size(), Shape.of(dims));
        made.value().buffer().write(0, values(made.shape().size()), 0, made.shape().size());
        parameters.add(made);
        return made.value();
    }

    private float[] values(int count) {
        var values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /// A net of rows alone: ids to embeddings to a wide and a narrow map, with all ops that have parameters.
    private final class Net {
        private final Tensor table;
        private final Tensor gain;
        private final Tensor shift;
        private final Tensor wide;
        private final Tensor wideBias;
        private final Tensor factors;
        private final Tensor narrow;
        private final Tensor narrowBias;

        Net(Workspace model, int size) {
            table = parameter(model, VOCABULARY, 3);
            gain = parameter(model, 3);
            shift = parameter(model, 3);
            wide = parameter(model, size, 3);
            wideBias = parameter(model, size);
            factors = parameter(model, size, 1);
            narrow = parameter(model, 2, size);
            narrowBias = parameter(model, 2);
        }

        /// The sum over rows and examples, with weights that differ.
        Tensor loss(Workspace ws, int... ids) {
            Tensor embedded = EmbeddingOp.apply(ws, table, ws.ofInts(Shape.of(ids.length), ids), "token");
            Tensor normal = LayerNormOp.apply(ws, embedded, gain, shift, 1e-5f);
            Tensor high = LinearGeluOp.apply(ws, normal, wide, wideBias);
            Value scaled = Value.of(ws, high).mul(Value.of(ws, factors).reshape(1, factors.shape().size()));
            Value out = Value.of(ws, LinearOp.apply(ws, scaled.tensor(), narrow, narrowBias)).tanh();
            return out.mul(out).sum().tensor();
        }
    }

    @Test
    void areThoseOfAPassForEach() {
        for (int size : new int[] {2, 40}) {
            for (int[] lengths : new int[][] {{1}, {3, 3}, {7, 1, 5, 4, 30, 29, 2}, {200, 3}}) {
                try (var model = Workspace.model("model", backend)) {
                    parameters.clear();
                    var net = new Net(model, size);
                    assertAsAlone(net, lengths);
                }
            }
        }
    }

    private void assertAsAlone(Net net, int... lengths) {
        int[] owners = IntStream.range(0, lengths.length).flatMap(e -> IntStream.range(0, lengths[e]).map(i -> e)).toArray();
        int[] ids = random.ints(owners.length, 0, VOCABULARY).toArray();
        var rows = ExampleRows.of(lengths.length, owners);
        double[] shares = random.doubles(lengths.length, 0, 2).toArray();
        List<double[]> sums = parameters.stream().map(p -> new double[p.shape().size()]).toList();
        var expected = new double[lengths.length];
        for (int e = 0; e < lengths.length; e++) {
            int example = e;
            int[] own = IntStream.range(0, ids.length).filter(row -> owners[row] == example).map(row -> ids[row]).toArray();
            List<float[]> gradients = gradients(ws -> ws.backward(net.loss(ws, own)));
            expected[e] = Math.sqrt(gradients.stream().mapToDouble(ExampleNormsTest::squares).sum());
            for (int p = 0; p < sums.size(); p++) {
                for (int i = 0; i < sums.get(p).length; i++) {
                    sums.get(p)[i] += shares[e] * gradients.get(p)[i];
                }
            }
        }
        var norms = new double[1][];
        List<float[]> found = gradients(ws -> norms[0] = ws.backward(net.loss(ws, ids), rows, _ -> shares));
        for (int e = 0; e < expected.length; e++) {
            assertEquals(expected[e], norms[0][e], 1e-5 * expected[e], "norm of example " + e + " of " + Arrays.toString(lengths) + ", seed " + SEED);
        }
        double largest = sums.stream().flatMapToDouble(Arrays::stream).map(Math::abs).max().orElseThrow();
        for (int p = 0; p < sums.size(); p++) {
            for (int i = 0; i < sums.get(p).length; i++) {
                assertEquals(sums.get(p)[i], found.get(p)[i], 2e-6 * largest, "parameter " + p + ", seed " + SEED);
            }
        }
    }

    @FunctionalInterface
    private interface Pass {
        void run(Workspace ws);
    }

    private List<float[]> gradients(Pass pass) {
        parameters.forEach(Parameter::clearGradient);
        try (var ws = Workspace.recording("pass", backend)) {
            pass.run(ws);
        }
        return parameters.stream().map(p -> p.gradient().toArray()).toList();
    }

    private static double squares(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> (double) values[i] * values[i]).sum();
    }

    /// Two rows of opposite sign but for a millionth: their Gram matrices have lost what is left.
    @Test
    void rowsThatCancelKeepTheirDigits() {
        float rest = 0x1p-20f;
        var squares = new double[1];
        try (var ws = Workspace.recording("step", backend)) {
            var a = new float[40];
            var g = new float[40];
            Arrays.fill(a, 1);
            for (int i = 0; i < 20; i++) {
                g[i] = 1;
                g[20 + i] = -1 + rest;
            }
            ProductSquares.add(ws, ws.of(Shape.of(2, 20), a).buffer(), 20, ws.of(Shape.of(2, 20), g).buffer(), 20, ExampleRows.of(1, 0, 0), squares);
        }
        assertEquals(400.0 * rest * rest, squares[0], 1e-6 * 400 * rest * rest);
    }

    @Test
    void whatMixesExamplesIsNamed() {
        ExampleRows two = ExampleRows.oneEach(2);
        try (var model = Workspace.model("model", backend); var ws = Workspace.recording("step", backend)) {
            Value weight = Value.of(ws, parameter(model, 2, 2));
            Value x = weight.with(ws.of(Shape.of(2, 2), 1, 2, 3, 4));
            Value y = x.matMul(weight);
            assertEquals(Optional.empty(), ws.mixesExamples(y.sum().tensor(), two));
            assertEquals(Optional.of("exp of []"), ws.mixesExamples(y.sum().exp().tensor(), two), "of a sum over both");
            assertEquals(Optional.of("matmul of p0"), ws.mixesExamples(weight.matMul(y).sum().tensor(), two), "mixes rows");
            assertEquals(Optional.of("p0, which is used twice"), ws.mixesExamples(y.matMul(weight).sum().tensor(), two));
            assertEquals(Optional.of("transpose"), ws.mixesExamples(y.transpose(0, 1).sum().tensor(), two));
            assertEquals(Optional.of("sum of [2,2]"), ws.mixesExamples(y.sum(0).sum().tensor(), two), "over the rows");
            assertEquals(Optional.of("sum of [2,2]"), ws.mixesExamples(y.sum().tensor(), ExampleRows.oneEach(3)), "other rows");
            Tensor mixed = y.sum().exp().tensor();
            String refused = assertThrows(IllegalArgumentException.class, () -> ws.backward(mixed, two, norms -> norms)).getMessage();
            assertEquals("backward: gradients of single examples: not through exp of []", refused);
            ws.backward(mixed);
            assertTrue(parameters.getFirst().hasGradient(), "the tape is still there");
        }
    }
}
