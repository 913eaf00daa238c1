package dev.lathe.tensor.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.op.elementwise.AddOp;
import dev.lathe.tensor.op.elementwise.DivOp;
import dev.lathe.tensor.op.elementwise.ExpOp;
import dev.lathe.tensor.op.elementwise.GeluNewOp;
import dev.lathe.tensor.op.elementwise.GeluOp;
import dev.lathe.tensor.op.elementwise.LogOp;
import dev.lathe.tensor.op.elementwise.MulOp;
import dev.lathe.tensor.op.elementwise.ReluOp;
import dev.lathe.tensor.op.elementwise.SigmoidOp;
import dev.lathe.tensor.op.elementwise.SqrtOp;
import dev.lathe.tensor.op.elementwise.SubOp;
import dev.lathe.tensor.op.elementwise.TanhOp;
import dev.lathe.tensor.op.loss.CrossEntropyOp;
import dev.lathe.tensor.op.loss.MeanSquaredErrorOp;
import dev.lathe.tensor.op.norm.L2NormalizeOp;
import dev.lathe.tensor.op.norm.LogSoftmaxOp;
import dev.lathe.tensor.op.norm.SoftmaxOp;
import dev.lathe.tensor.op.product.AttentionOp;
import dev.lathe.tensor.op.product.LinearGeluOp;
import dev.lathe.tensor.op.product.LinearOp;
import dev.lathe.tensor.op.product.MatMulOp;
import dev.lathe.tensor.op.reduce.MeanOp;
import dev.lathe.tensor.op.reduce.MeanPoolOp;
import dev.lathe.tensor.op.reduce.SumOp;
import dev.lathe.tensor.op.shape.DetachOp;
import dev.lathe.tensor.op.shape.ReverseGradientOp;
import dev.lathe.tensor.op.shape.TransposeOp;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ValueTest {
    private static final int TOKENS = 5;
    private static final int HIDDEN = 8;
    private static final AttentionOp.Config CONFIG = new AttentionOp.Config(2, 0, 0, 16);

    /// Writes a model's loss.
    @FunctionalInterface
    private interface Writing {
        Tensor loss(Workspace ws, Tensor x, Tensor weight, Tensor out, PackedSequences sequences, Tensor labels);
    }

    private static Tensor byOps(
            Workspace ws, Tensor x, Tensor weight, Tensor out, PackedSequences sequences, Tensor labels) {
        Tensor attended = AttentionOp.apply(ws, x, x, x, sequences, CONFIG);
        Tensor hidden = GeluOp.apply(ws, MatMulOp.apply(ws, AddOp.apply(ws, x, attended), weight));
        Tensor logits = MatMulOp.apply(ws, MeanPoolOp.apply(ws, hidden, sequences), out);
        return CrossEntropyOp.apply(ws, logits, labels);
    }

    private static Tensor asChain(
            Workspace ws, Tensor tokens, Tensor weight, Tensor out, PackedSequences sequences, Tensor labels) {
        Value x = Value.of(ws, tokens);
        return x.add(x.attention(x, x, sequences, CONFIG)).matMul(x.with(weight)).gelu()
                .meanPool(sequences).matMul(x.with(out)).crossEntropy(labels).tensor();
    }

    @Test
    void aChainHasTheBitsAndGradientsOfItsOps() {
        List<float[]> ops = run(ValueTest::byOps);
        List<float[]> chain = run(ValueTest::asChain);
        for (int i = 0; i < ops.size(); i++) {
            assertArrayEquals(ops.get(i), chain.get(i));
        }
        assertTrue(ops.get(1)[0] != 0);
    }

    /// The loss, then the gradients.
    private static List<float[]> run(Writing writing) {
        try (var backend = new CpuBackend(1); var ws = Workspace.recording("step", backend)) {
            Tensor x = ws.variable(Shape.of(TOKENS, HIDDEN), numbers(1, TOKENS * HIDDEN));
            Tensor weight = ws.variable(Shape.of(HIDDEN, HIDDEN), numbers(2, HIDDEN * HIDDEN));
            Tensor out = ws.variable(Shape.of(HIDDEN, 3), numbers(3, HIDDEN * 3));
            Tensor loss = writing.loss(
                    ws, x, weight, out, PackedSequences.of(ws, 3, 2), ws.ofInts(Shape.of(2), 2, 0));
            ws.backward(loss);
            return List.of(loss.toArray(), x.gradient().toArray(), weight.gradient().toArray(), out.gradient().toArray());
        }
    }

    /// An op on two tensors, the second of which it may leave alone.
    @FunctionalInterface
    private interface Op {
        Tensor apply(Workspace ws, Tensor a, Tensor b);
    }

    @Test
    void eachMethodCallsTheOpOfItsName() {
        same((a, b) -> a.add(b), AddOp::apply);
        same((a, b) -> a.sub(b), SubOp::apply);
        same((a, b) -> a.mul(b), MulOp::apply);
        same((a, b) -> a.div(b), DivOp::apply);
        same((a, b) -> a.matMul(b), MatMulOp::apply);
        same((a, b) -> a.matMul(true, b, false), (ws, a, b) -> MatMulOp.apply(ws, a, true, b, false));
        same((a, b) -> a.exp(), (ws, a, b) -> ExpOp.apply(ws, a));
        same((a, b) -> a.log(), (ws, a, b) -> LogOp.apply(ws, a));
        same((a, b) -> a.sqrt(), (ws, a, b) -> SqrtOp.apply(ws, a));
        same((a, b) -> a.sigmoid(), (ws, a, b) -> SigmoidOp.apply(ws, a));
        same((a, b) -> a.tanh(), (ws, a, b) -> TanhOp.apply(ws, a));
        same((a, b) -> a.relu(), (ws, a, b) -> ReluOp.apply(ws, a));
        same((a, b) -> a.gelu(), (ws, a, b) -> GeluOp.apply(ws, a));
        same((a, b) -> a.geluNew(), (ws, a, b) -> GeluNewOp.apply(ws, a));
        same((a, b) -> a.softmax(), (ws, a, b) -> SoftmaxOp.apply(ws, a));
        same((a, b) -> a.logSoftmax(), (ws, a, b) -> LogSoftmaxOp.apply(ws, a));
        same((a, b) -> a.l2Normalize(), (ws, a, b) -> L2NormalizeOp.apply(ws, a));
        same((a, b) -> a.sum(), (ws, a, b) -> SumOp.apply(ws, a));
        same((a, b) -> a.mean(), (ws, a, b) -> MeanOp.apply(ws, a));
        same((a, b) -> a.transpose(), (ws, a, b) -> TransposeOp.apply(ws, a));
        same((a, b) -> a.detach(), (ws, a, b) -> DetachOp.apply(ws, a));
        same((a, b) -> a.reverseGradient(2), (ws, a, b) -> ReverseGradientOp.apply(ws, a, 2));
        same((a, b) -> a.meanSquaredError(b.tensor()), MeanSquaredErrorOp::apply);
        same((a, b) -> a.linear(b.tensor(), a.sum(0).tensor()), (ws, a, b) -> LinearOp.apply(ws, a, b, SumOp.apply(ws, a, 0)));
        same((a, b) -> a.linearGelu(b, b.sum(0)), (ws, a, b) -> LinearGeluOp.apply(ws, a, b, SumOp.apply(ws, b, 0)));
        same((a, b) -> a.through(SigmoidOp::apply), (ws, a, b) -> SigmoidOp.apply(ws, a));
    }

    private static void same(BinaryOperator<Value> method, Op op) {
        try (var backend = new CpuBackend(1); var ws = Workspace.inference("test", backend)) {
            Tensor a = ws.of(Shape.of(3, 3), -0.5f, 2, 3, 4, 5, 6, 7, 8, 9.5f);
            Tensor b = ws.of(Shape.of(3, 3), 3, 1, 4, 1, 5, 9, 2, 6, 5);
            assertArrayEquals(
                    op.apply(ws, a, b).toArray(), method.apply(Value.of(ws, a), Value.of(ws, b)).toArray());
        }
    }

    @Test
    void everyOpIsReachable() throws IOException, URISyntaxException {
        Path classes = Path.of(AddOp.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Set<String> ops;
        try (Stream<Path> files = Files.walk(classes.resolve("dev/lathe/tensor/op"))) {
            ops = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Op.class"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        assertTrue(ops.size() >= 38, () -> "found only " + ops);
        Arrays.stream(Value.class.getDeclaredMethods()).forEach(method -> ops.remove(opName(method.getName())));
        assertEquals(Set.of(), ops, "ops that no method of Value calls");
    }

    @Test
    void aNumberIsAddedToEachElement() {
        try (var backend = new CpuBackend(1); var ws = Workspace.recording("step 3", backend)) {
            Value p = Value.of(ws, ws.variable(Shape.of(2, 1), 0.1f, 0.75f));
            Value rest = p.scale(-1).add(1);
            assertArrayEquals(new float[] {1 - 0.1f, 0.25f}, rest.toArray());
            rest.sum().backward();
            assertArrayEquals(new float[] {-1, -1}, p.gradient().toArray());
            assertEquals("F32[2,1] in workspace 'step 3'", p.toString());
        }
    }

    @Test
    void axesAreWrittenInTheirOrder() {
        try (var backend = new CpuBackend(1); var ws = Workspace.recording("test", backend)) {
            Value x = Value.of(ws, ws.variable(Shape.of(2, 3), 1, 2, 3, 4, 5, 6));
            assertArrayEquals(new float[] {6, 15}, x.sum(-1).toArray());
            assertArrayEquals(new float[] {2.5f, 3.5f, 4.5f}, x.mean(0).toArray());
            assertArrayEquals(new float[] {3, 6}, x.max(1).toArray());
            assertArrayEquals(new float[] {2, 3, 1, 2, 3}, x.slice(0, 0, 1).slice(1, 1, 2).concat(1, x.slice(0, 0, 1)).toArray());
            assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, x.transpose().toArray());
            assertEquals(Shape.of(3, 2), x.reshape(3, 2).shape());
            Tensor mask = ws.ofInts(Shape.of(3), 1, 0, 1);
            Value loss = x.where(mask, x.with(ws.zeros(Shape.SCALAR))).sum();
            assertEquals(1 + 3 + 4 + 6, loss.item());
            loss.backward();
            assertArrayEquals(new float[] {1, 0, 1, 1, 0, 1}, x.gradient().toArray());
        }
    }

    private static String opName(String method) {
        return Character.toUpperCase(method.charAt(0)) + method.substring(1) + "Op";
    }

    private static float[] numbers(long seed, int count) {
        var random = new Random(seed);
        var numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }
}
