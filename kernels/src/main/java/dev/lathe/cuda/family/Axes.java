package dev.lathe.cuda.family;

import java.util.Arrays;
import java.util.stream.IntStream;

/// An index space with the strides of two arrays in it, in as few axes as can be: the struct `Axes` of
/// `arithmetic.cu`.
///
/// Axes of one element are dropped, and neighbours joined where both arrays step through them as through one.
final class Axes {
    /// As many as the kernels take.
    static final int MOST = 8;

    private final int[] dims;
    private final int[] stridesA;
    private final int[] stridesB;
    private int axes;

    private Axes(int most) {
        dims = new int[most];
        stridesA = new int[most];
        stridesB = new int[most];
    }

    static Axes of(int[] dims, int[] stridesA, int[] stridesB) {
        var joined = new Axes(dims.length);
        for (int axis = 0; axis < dims.length; axis++) {
            joined.append(dims[axis], stridesA[axis], stridesB[axis]);
        }
        return joined;
    }

    /// Elements of the space.
    int count() {
        int count = 1;
        for (int axis = 0; axis < axes; axis++) {
            count *= dims[axis];
        }
        return count;
    }

    /// As the kernels take it: the number of axes, then three arrays of [#MOST], the last axis first.
    ///
    /// @param op for the error message
    /// @throws IllegalArgumentException if too many axes are left
    int[] struct(String op) {
        if (axes > MOST) {
            throw new IllegalArgumentException(
                    "%s: broadcasting over %d groups of axes: cuda takes up to %d".formatted(op, axes, MOST));
        }
        var words = new int[1 + 3 * MOST];
        words[0] = axes;
        for (int axis = 0; axis < axes; axis++) {
            int at = axes - axis;
            words[at] = dims[axis];
            words[at + MOST] = stridesA[axis];
            words[at + 2 * MOST] = stridesB[axis];
        }
        return words;
    }

    /// Strides of a dense array.
    static int[] dense(int[] dims) {
        var strides = new int[dims.length];
        int stride = 1;
        for (int axis = dims.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= dims[axis];
        }
        return strides;
    }

    /// The axes on which `strides` is 0 (`broadcast`) or is not.
    static Axes where(boolean broadcast, int[] dims, int[] stridesA, int[] strides) {
        int[] chosen = IntStream.range(0, dims.length)
                .filter(axis -> (strides[axis] == 0) == broadcast).toArray();
        return of(at(dims, chosen), at(stridesA, chosen), at(strides, chosen));
    }

    private static int[] at(int[] values, int[] places) {
        return Arrays.stream(places).map(place -> values[place]).toArray();
    }

    private void append(int dim, int strideA, int strideB) {
        int last = axes - 1;
        if (dim == 1) {
            return;
        }
        if (axes > 0 && stridesA[last] == strideA * dim && stridesB[last] == strideB * dim) {
            dims[last] *= dim;
            stridesA[last] = strideA;
            stridesB[last] = strideB;
            return;
        }
        dims[axes] = dim;
        stridesA[axes] = strideA;
        stridesB[axes] = strideB;
        axes++;
    }
}
