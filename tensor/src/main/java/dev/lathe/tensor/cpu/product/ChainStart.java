package dev.lathe.tensor.cpu.product;

/// What the chains of a product start from: element (i, j) from `array[at + i rowStep + j columnStep]`. One of the steps is 1,
/// or there is nothing but zeros.
public record ChainStart(float[] array, int at, int rowStep, int columnStep) {
    /// At least as long as any tile is wide.
    private static final ChainStart ZERO = new ChainStart(new float[64], 0, 0, 0);

    /// All start from zero.
    public static ChainStart zero() {
        return ZERO;
    }

    /// Each starts from what the result holds.
    public static ChainStart held(Matrix result) {
        return result.transposed()
                ? new ChainStart(result.array(), result.at(), 1, result.stride())
                : new ChainStart(result.array(), result.at(), result.stride(), 1);
    }

    /// All rows start from one row, which lies at `at`: a bias.
    public static ChainStart row(float[] array, int at) {
        return new ChainStart(array, at, 0, 1);
    }

    /// Where the chains of the transposed product start.
    ChainStart transpose() {
        return isZero() ? this : new ChainStart(array, at, columnStep, rowStep);
    }

    int at(int row, int column) {
        return at + row * rowStep + column * columnStep;
    }

    boolean isZero() {
        return this == ZERO;
    }

    /// Copies a part into `tile`, whose rows are `width` elements apart.
    void read(int row, int rows, int column, int cols, float[] tile, int width, Packing packing) {
        if (columnStep != 1) {
            packing.turn(array, at(row, column), columnStep, cols, rows, tile, 0, width);
            return;
        }
        for (int i = 0; i < rows; i++) {
            System.arraycopy(array, at(row + i, column), tile, i * width, cols);
        }
    }
}
