package dev.lathe.tensor.op.argument;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.device.DType;

/// Refusals that several ops share.
public final class Checks {
    private Checks() {}

    public static void floats(String op, String name, Tensor t) {
        dtype(op, name, t, DType.F32);
    }

    public static void ints(String op, String name, Tensor t) {
        dtype(op, name, t, DType.I32);
    }

    public static void rank(String op, String name, Tensor t, int rank) {
        if (t.shape().rank() != rank) {
            throw new IllegalArgumentException(
                    "%s: %s %s: needs %d axes".formatted(op, name, t.shape(), rank));
        }
    }

    /// The axis, counted from the first.
    ///
    /// @param axis negative ones count from the last
    public static int axis(String op, String name, Shape shape, int axis) {
        int rank = shape.rank();
        if (axis < -rank || axis >= rank) {
            throw new IllegalArgumentException(
                    "%s: axis %d: %s %s has %d axes".formatted(op, axis, name, shape, rank));
        }
        return axis < 0 ? axis + rank : axis;
    }

    public static void sameShape(String op, String name, Tensor t, String otherName, Shape other) {
        if (!t.shape().equals(other)) {
            throw new IllegalArgumentException(
                    "%s: %s %s: needs the shape of %s %s".formatted(op, name, t.shape(), otherName, other));
        }
    }

    /// Elements before the last axis.
    public static int rows(Shape shape) {
        int cols = shape.dim(-1);
        return cols == 0 ? 0 : shape.size() / cols;
    }

    /// One at which something is dropped.
    public static void probability(String op, float probability) {
        if (!(probability >= 0 && probability < 1)) {
            throw new IllegalArgumentException(
                    "%s: probability %s: needs 0 or more and less than 1".formatted(op, probability));
        }
    }

    private static void dtype(String op, String name, Tensor t, DType wanted) {
        if (t.dtype() != wanted) {
            throw new IllegalArgumentException("%s: %s is %s: needs %s".formatted(op, name, t.dtype(), wanted));
        }
    }
}
