package dev.lathe.tensor.cpu;

/// A matrix inside an array, as the product reads it.
///
/// @param at index of its first element
/// @param stride from one stored row to the next
/// @param transposed whether what is stored is the transpose: element (i, j) is then at `at + j stride + i`
record Matrix(float[] array, int at, int stride, boolean transposed) {
    static Matrix of(float[] array, int at, int stride) {
        return new Matrix(array, at, stride, false);
    }

    static Matrix transposed(float[] array, int at, int stride) {
        return new Matrix(array, at, stride, true);
    }
}
