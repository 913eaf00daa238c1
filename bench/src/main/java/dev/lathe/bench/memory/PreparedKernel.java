package dev.lathe.bench.memory;

import dev.lathe.tensor.device.Buffer;
import java.util.function.IntToDoubleFunction;

/// A kernel with its inputs filled.
///
/// @param kernel does the work once
/// @param output what is checked of that it writes
/// @param reference the value that an element of `output` must have after the first call, in double precision
/// @param magnitude of the sums that elements come from
public record PreparedKernel(Runnable kernel, Buffer output, IntToDoubleFunction reference, double magnitude) {

    private static final double ROUNDING = 2e-5;

    /// Elements from one that is checked to the next; a prime, so that all columns have their turn.
    private static final int CHECKED_EVERY = 100_003;
    private static final int LEAST_CHECKED = 7;

    /// With sums around 1.
    public PreparedKernel(Runnable kernel, Buffer output, IntToDoubleFunction reference) {
        this(kernel, output, reference, 1);
    }

    /// Runs it once and compares some elements with the reference.
    ///
    /// @return the largest difference
    /// @throws ArithmeticException if one is more than rounding explains
    public double check() {
        kernel.run();
        float[] result = KernelMemory.read(output);
        double largest = 0;
        for (int i = 0; i < result.length; i += Math.clamp(result.length / LEAST_CHECKED, 1, CHECKED_EVERY)) {
            double expected = reference.applyAsDouble(i);
            double difference = Math.abs(expected - result[i]);
            if (!(difference <= ROUNDING * Math.max(magnitude, Math.abs(expected)))) {
                throw new ArithmeticException("element %d is %s, not %s".formatted(i, result[i], expected));
            }
            largest = Math.max(largest, difference);
        }
        return largest;
    }
}
