package dev.lathe.tensor.cpu.product;

/// A matrix inside an array, as the product reads and writes it.
///
/// @param at index of its first element
/// @param stride from one stored row to the next
/// @param transposed whether what is stored is the transpose: element (i, j) is then at `at + j stride + i`
public record Matrix(float[] array, int at, int stride, boolean transposed) {
    public static Matrix of(float[] array, int at, int stride) {
        return new Matrix(array, at, stride, false);
    }

    public static Matrix transposed(float[] array, int at, int stride) {
        return new Matrix(array, at, stride, true);
    }

    /// The transpose, in the same place.
    Matrix transpose() {
        return new Matrix(array, at, stride, !transposed);
    }

    /// Copies `tile`, whose rows are `width` elements apart, into a part of this.
    void write(int row, int rows, int column, int cols, float[] tile, int width, Packing packing) {
        if (transposed) {
            packing.turn(tile, 0, width, rows, cols, array, at + column * stride + row, stride);
            return;
        }
        for (int i = 0; i < rows; i++) {
            System.arraycopy(tile, i * width, array, at + (row + i) * stride + column, cols);
        }
    }
}
