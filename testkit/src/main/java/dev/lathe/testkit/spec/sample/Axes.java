package dev.lathe.testkit.spec.sample;

import dev.lathe.tensor.Shape;
import dev.lathe.testkit.Input;
import dev.lathe.testkit.Sample;
import java.util.List;
import java.util.stream.IntStream;

/// What ops over one axis share: their second input is a list whose first integer is the axis.
public final class Axes {
    private Axes() {}

    /// The axis of a sample, counted from the first.
    public static int of(Sample sample) {
        int axis = sample.ints(1)[0];
        return axis < 0 ? axis + sample.shape(0).rank() : axis;
    }

    /// Steps before an axis.
    public static int outer(Shape shape, int axis) {
        int outer = 1;
        for (int i = 0; i < axis; i++) {
            outer *= shape.dim(i);
        }
        return outer;
    }

    /// Elements of one step of an axis.
    public static int inner(Shape shape, int axis) {
        int inner = 1;
        for (int i = axis + 1; i < shape.rank(); i++) {
            inner *= shape.dim(i);
        }
        return inner;
    }

    /// The shape with `steps` on the axis.
    public static Shape with(Shape shape, int axis, int steps) {
        int[] dims = shape.toArray();
        dims[axis] = steps;
        return Shape.of(dims);
    }

    /// The shape without the axis.
    public static Shape without(Shape shape, int axis) {
        return Shape.of(IntStream.range(0, shape.rank()).filter(i -> i != axis).map(shape::dim).toArray());
    }

    /// A tensor and an axis of it, on which there is at least one step.
    public static List<Sample> samples(Values values) {
        return List.of(
                Sample.of("one element", values.of(1), list(0)),
                Sample.of("last axis", values.of(3, 7), list(-1)),
                Sample.of("last axis above a vector", values.of(2, 2, 33), list(2)),
                Sample.of("first axis", values.of(7, 3), list(0)),
                Sample.of("first axis of blocks", values.of(131, 5), list(0)),
                Sample.of("middle axis", values.of(3, 5, 17), list(1)),
                Sample.of("middle axis of blocks", values.of(2, 70, 2), list(-2)),
                Sample.of("axis of one step", values.of(4, 1, 3), list(1)),
                Sample.of("nothing beside it", values.of(0, 3), list(1)),
                Sample.of("bert rows", values.of(5, 768), list(-1)),
                Sample.of("bert columns", values.of(5, 768), list(0)),
                Sample.of("more than a job", values.of(70, 257), list(0)));
    }

    /// Makes the tensor of a sample.
    @FunctionalInterface
    public interface Values {
        Input of(int... dims);
    }

    public static Input list(int... values) {
        return new Input.Ints(Shape.of(values.length), values);
    }
}
