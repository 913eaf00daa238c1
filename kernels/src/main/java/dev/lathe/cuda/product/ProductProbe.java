package dev.lathe.cuda.product;

import dev.lathe.cuda.driver.CudaException;
import dev.lathe.cuda.memory.CudaBuffer;
import dev.lathe.cuda.memory.CudaMemory;
import dev.lathe.cuda.memory.CudaRegion;
import dev.lathe.tensor.device.DType;
import java.util.Optional;

/// A small matrix product whose result is known, to find out whether a library computes: of whole numbers, so that every
/// order of summing and every format gives the same.
final class ProductProbe {
    private static final int SIZE = 16;

    private ProductProbe() {}

    /// What is wrong with c + a bᵀ as `library` computes it, in one clause; empty if nothing is.
    ///
    /// @throws CudaException if it refuses to
    static Optional<String> faultOf(MatrixProduct library, CudaMemory memory) {
        float[] a = numbers(7, 3);
        float[] b = numbers(5, 11);
        float[] c = numbers(3, 13);
        var got = new float[SIZE * SIZE];
        try (var scratch = memory.scratch("probe of cuBLAS")) {
            var result = copied(c, scratch);
            library.multiply(new MatrixProduct.Sizes(
                    copied(a, scratch).address(), false, copied(b, scratch).address(), true, result.address(), true,
                    1, SIZE, SIZE, SIZE));
            result.read(0, got, 0, got.length);
        }
        for (int i = 0; i < got.length; i++) {
            float want = c[i] + dot(a, i / SIZE, b, i % SIZE);
            if (got[i] != want) {
                return Optional.of("gets a product of %d x %d wrong: %s for %s in row %d, column %d".formatted(
                        SIZE, SIZE, Float.toString(got[i]), Float.toString(want), i / SIZE, i % SIZE));
            }
        }
        return Optional.empty();
    }

    /// From -3 to 3, different in each row and column.
    private static float[] numbers(int row, int col) {
        var numbers = new float[SIZE * SIZE];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (row * (i / SIZE) + col * (i % SIZE)) % 7 - 3;
        }
        return numbers;
    }

    private static float dot(float[] a, int rowOfA, float[] b, int rowOfB) {
        float sum = 0;
        for (int i = 0; i < SIZE; i++) {
            sum += a[rowOfA * SIZE + i] * b[rowOfB * SIZE + i];
        }
        return sum;
    }

    private static CudaBuffer copied(float[] values, CudaRegion scratch) {
        CudaBuffer buffer = scratch.allocate(DType.F32, values.length);
        buffer.write(0, values, 0, values.length);
        return buffer;
    }
}
