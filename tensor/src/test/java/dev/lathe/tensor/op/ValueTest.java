package dev.lathe.tensor.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
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

    /// Two matrices of the same shape, in every method of an op on one or two values: what it gives is what the op gives.
    @Test
    void eachMethodCallsTheOpOfItsName() throws ReflectiveOperationException {
        int compared = 0;
        for (Method method : Value.class.getDeclaredMethods()) {
            boolean unary = Arrays.equals(method.getParameterTypes(), new Class<?>[0]);
            boolean binary = Arrays.equals(method.getParameterTypes(), new Class<?>[] {Value.class});
            if (method.getReturnType() == Value.class && (unary || binary)) {
                try (var backend = new CpuBackend(1); var ws = Workspace.inference("test", backend)) {
                    Tensor a = ws.of(Shape.of(3, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9.5f);
                    Tensor b = ws.of(Shape.of(3, 3), 3, 1, 4, 1, 5, 9, 2, 6, 5);
                    Value got = (Value) (unary
                            ? method.invoke(Value.of(ws, a)) : method.invoke(Value.of(ws, a), Value.of(ws, b)));
                    Class<?> op = Value.class.getClassLoader().loadClass(
                            Value.class.getPackageName() + "." + opName(method.getName()));
                    Tensor want = (Tensor) (unary
                            ? op.getMethod("apply", Workspace.class, Tensor.class).invoke(null, ws, a)
                            : op.getMethod("apply", Workspace.class, Tensor.class, Tensor.class).invoke(null, ws, a, b));
                    assertArrayEquals(want.toArray(), got.toArray(), method.getName());
                    compared++;
                }
            }
        }
        assertTrue(compared >= 18, "compared " + compared);
    }

    @Test
    void everyOpIsReachable() throws IOException, URISyntaxException {
        Path classes = Path.of(AddOp.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Set<String> ops;
        try (Stream<Path> files = Files.list(classes.resolve("dev/lathe/tensor/op"))) {
            ops = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Op.class"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        assertTrue(ops.size() >= 38, () -> "found only " + ops);
        Arrays.stream(Value.class.getDeclaredMethods()).forEach(method -> ops.remove(opName(method.getName())));
        // A product and a sum over the last axis say the same.
        ops.remove("RowDotOp");
        assertEquals(Set.of(), ops, "ops that no method of Value calls");
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
