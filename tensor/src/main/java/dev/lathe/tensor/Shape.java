package dev.lathe.tensor;

import java.util.Arrays;

/// Dimensions of a tensor, outermost first: 2,048 tokens of 768 features print as `[2048,768]`.
///
/// An immutable value, but no record: a record component of type `int[]` compares by identity.
public final class Shape {
    /// The shape of a single number.
    public static final Shape SCALAR = new Shape(new int[0]);

    private final int[] dims;

    private Shape(int[] dims) {
        this.dims = dims;
    }

    /// @throws IllegalArgumentException if a dimension is negative or there are more than 2^31 - 1 elements
    public static Shape of(int... dims) {
        long size = 1;
        for (int axis = 0; axis < dims.length; axis++) {
            if (dims[axis] < 0) {
                throw new IllegalArgumentException(
                        "shape " + text(dims) + ": dimension " + axis + " is negative");
            }
            size *= dims[axis];
            if (size > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "shape " + text(dims) + ": more than " + Integer.MAX_VALUE + " elements");
            }
        }
        return new Shape(dims.clone());
    }

    public int rank() {
        return dims.length;
    }

    /// Length of `axis`; negative axes count from the last, so `dim(-1)` is the innermost.
    public int dim(int axis) {
        return dims[axis < 0 ? axis + dims.length : axis];
    }

    /// Number of elements; 1 for the scalar shape `[]`.
    public int size() {
        int size = 1;
        for (int d : dims) {
            size *= d;
        }
        return size;
    }

    public int[] toArray() {
        return dims.clone();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Shape s && Arrays.equals(dims, s.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    @Override
    public String toString() {
        return text(dims);
    }

    private static String text(int[] dims) {
        return Arrays.toString(dims).replace(" ", "");
    }
}
