package dev.lathe.testkit.spec;

import dev.lathe.tensor.Shape;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Sample;
import java.util.List;

/// Two shapes matched from their last axes, by the rule itself: an axis of length 1 or a missing one repeats.
record Broadcasting(Shape left, Shape right, Shape result) {
    static Broadcasting of(Shape left, Shape right) {
        var dims = new int[Math.max(left.rank(), right.rank())];
        for (int back = 1; back <= dims.length; back++) {
            int l = back > left.rank() ? 1 : left.dim(-back);
            int r = back > right.rank() ? 1 : right.dim(-back);
            dims[dims.length - back] = l == 1 ? r : l;
        }
        return new Broadcasting(left, right, Shape.of(dims));
    }

    int leftAt(int i) {
        return at(i, left);
    }

    int rightAt(int i) {
        return at(i, right);
    }

    /// Where `operand` holds what element `i` of the result is made from.
    private int at(int i, Shape operand) {
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
