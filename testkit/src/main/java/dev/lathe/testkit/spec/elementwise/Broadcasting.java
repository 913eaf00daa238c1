package dev.lathe.testkit.spec.elementwise;

import dev.lathe.tensor.Shape;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Sample;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/// Two shapes matched from their last axes, by the rule itself: an axis of length 1 or a missing one repeats.
record Broadcasting(Shape left, Shape right, Shape result) {
    private static Broadcasting of(Shape left, Shape right) {
        return new Broadcasting(left, right, result(left, right));
    }

    static Shape result(Shape left, Shape right) {
        var dims = new int[Math.max(left.rank(), right.rank())];
        for (int back = 1; back <= dims.length; back++) {
            int l = back > left.rank() ? 1 : left.dim(-back);
            int r = back > right.rank() ? 1 : right.dim(-back);
            dims[dims.length - back] = l == 1 ? r : l;
        }
        return Shape.of(dims);
    }

    private int leftAt(int i) {
        return at(i, left, result);
    }

    private int rightAt(int i) {
        return at(i, right, result);
    }

    /// Where `operand` holds what element `i` of the result is made from.
    static int at(int i, Shape operand, Shape result) {
        int rest = i;
        int at = 0;
        int stride = 1;
        for (int back = 1; back <= operand.rank(); back++) {
            int index = rest % result.dim(-back);
            rest /= result.dim(-back);
            at += operand.dim(-back) == 1 ? 0 : index * stride;
            stride *= operand.dim(-back);
        }
        return at;
    }

    /// What an op on two elements must give for a sample's first two inputs.
    ///
    /// @param magnitude sum of the magnitudes of the terms of `value`
    /// @param terms of each value
    static Expected expected(Sample sample, DoubleBinaryOperator value, DoubleBinaryOperator magnitude, int terms) {
        double[] a = sample.floats(0);
        double[] b = sample.floats(1);
        var broadcasting = of(sample.shape(0), sample.shape(1));
        var y = new double[broadcasting.result.size()];
        var magnitudes = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            double l = a[broadcasting.leftAt(i)];
            double r = b[broadcasting.rightAt(i)];
            y[i] = value.applyAsDouble(l, r);
            magnitudes[i] = magnitude.applyAsDouble(l, r);
        }
        return Expected.of(broadcasting.result, y, magnitudes, terms);
    }

    static List<Sample> samples(Rand rand) {
        return List.of(
                Sample.of("one element", rand.normal(1), rand.normal(1)),
                Sample.of("scalars", rand.normal(), rand.normal()),
                Sample.of("scalar and vector", rand.normal(), rand.normal(17)),
                Sample.of("same shape", rand.normal(3, 33), rand.normal(3, 33)),
                Sample.of("bias on rows", rand.normal(3, 15), rand.normal(15)),
                Sample.of("column on rows", rand.normal(3, 17), rand.normal(3, 1)),
                Sample.of("column and row", rand.normal(5, 1), rand.normal(1, 16)),
                Sample.of("middle axis", rand.normal(2, 1, 7), rand.normal(2, 3, 7)),
                Sample.of("outer and last axes", rand.normal(1, 3, 1), rand.normal(4, 3, 2)),
                Sample.of("axes of length 1", rand.normal(1, 4, 1), rand.normal(4, 1)),
                Sample.of("nothing", rand.normal(0, 3), rand.normal(3)),
                Sample.of("nothing by a row", rand.normal(2, 0), rand.normal(2, 1)),
                Sample.of("bert rows and bias", rand.normal(5, 768), rand.normal(768)),
                Sample.of("more than a job", rand.normal(65, 257), rand.normal(65, 1)));
    }
}
