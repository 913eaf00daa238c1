package dev.lathe.testkit.spec.product;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.product.MatMulOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.Input;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import java.util.ArrayList;
import java.util.List;

/// @param transposeA whether `a` is stored as its transpose
/// @param transposeB whether `b` is stored as its transpose
public record MatMulSpec(boolean transposeA, boolean transposeB) implements OpSpec {
    @Override
    public String name() {
        return "matmul" + (transposeA ? " aT" : " a") + (transposeB ? " bT" : " b");
    }

    @Override
    public Class<?> op() {
        return MatMulOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        var samples = new ArrayList<Sample>();
        samples.add(matrices("one element", rand, 1, 1, 1));
        samples.add(matrices("odd sizes", rand, 3, 5, 7));
        samples.add(matrices("square", rand, 6, 6, 6));
        samples.add(matrices("one row", rand, 1, 33, 17));
        samples.add(matrices("one column", rand, 19, 1, 5));
        samples.add(matrices("around a vector", rand, 15, 17, 16));
        samples.add(matrices("around a tile", rand, 9, 33, 2));
        samples.add(matrices("no depth", rand, 2, 3, 0));
        samples.add(matrices("no rows", rand, 0, 3, 2));
        samples.add(matrices("depth in two parts", rand, 5, 3, 769));
        samples.add(matrices("more rows than a block", rand, 131, 34, 3));
        samples.add(stacks("one stack", rand, 1, 3, 4, 2));
        samples.add(stacks("stack of two", rand, 2, 5, 3, 17));
        samples.add(stacks("stack of five", rand, 5, 4, 18, 3));
        samples.add(stacks("empty stack", rand, 0, 2, 3, 4));
        samples.add(matrices("bert rows", rand, 5, 33, 768));
        return samples;
    }

    private Sample matrices(String name, Rand rand, int m, int n, int k) {
        return Sample.of(
                name,
                transposeA ? rand.normal(k, m) : rand.normal(m, k),
                transposeB ? rand.normal(n, k) : rand.normal(k, n));
    }

    private Sample stacks(String name, Rand rand, int count, int m, int n, int k) {
        Input.Floats a = transposeA ? rand.normal(count, k, m) : rand.normal(count, m, k);
        return Sample.of(name, a, transposeB ? rand.normal(count, n, k) : rand.normal(count, k, n));
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return MatMulOp.apply(ws, in.tensor(0), transposeA, in.tensor(1), transposeB);
    }

    @Override
    public Expected reference(Sample sample) {
        Shape left = sample.shape(0);
        Shape right = sample.shape(1);
        double[] a = sample.floats(0);
        double[] b = sample.floats(1);
        int count = left.rank() == 3 ? left.dim(0) : 1;
        int m = left.dim(transposeA ? -1 : -2);
        int k = left.dim(transposeA ? -2 : -1);
        int n = right.dim(transposeB ? -2 : -1);
        var y = new double[count * m * n];
        var magnitudes = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            int row = i / n;
            int column = i % n;
            int matrix = row / m;
            for (int p = 0; p < k; p++) {
                double term = a[transposeA ? matrix * m * k + p * m + row % m : row * k + p]
                        * b[matrix * k * n + (transposeB ? column * k + p : p * n + column)];
                y[i] += term;
                magnitudes[i] += Math.abs(term);
            }
        }
        return Expected.of(left.rank() == 3 ? Shape.of(count, m, n) : Shape.of(m, n), y, magnitudes, k);
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.argument("matmul: [2,3] x [4,5]: inner dimensions 3 and 4 differ", ws ->
                        MatMulOp.apply(ws, ws.zeros(Shape.of(2, 3)), ws.zeros(Shape.of(4, 5)))),
                Refusal.argument("matmul: [2,3]ᵀ x [4,5]ᵀ: inner dimensions 2 and 5 differ", ws ->
                        MatMulOp.apply(ws, ws.zeros(Shape.of(2, 3)), true, ws.zeros(Shape.of(4, 5)), true)),
                Refusal.argument("matmul: [2,3] x [3]: needs two matrices or two stacks of them", ws ->
                        MatMulOp.apply(ws, ws.zeros(Shape.of(2, 3)), ws.zeros(Shape.of(3)))),
                Refusal.argument("matmul: [2,3,4] x [3,4,5]: stacks of 2 and 3 differ", ws ->
                        MatMulOp.apply(ws, ws.zeros(Shape.of(2, 3, 4)), ws.zeros(Shape.of(3, 4, 5)))),
                Refusal.argument("matmul: a is I32: needs F32", ws ->
                        MatMulOp.apply(ws, ws.ofInts(Shape.of(1, 1), 7), ws.zeros(Shape.of(1, 1)))));
    }
}
