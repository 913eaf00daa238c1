package dev.lathe.optim;

import dev.lathe.tensor.device.Buffer;

/// What an optimiser multiplies gradients by first.
public sealed interface GradientScale {
    /// Leaves gradients as they are.
    GradientScale ONE = of(1);

    static GradientScale of(double value) {
        return new Given(value);
    }

    /// A number that the host knows.
    record Given(double value) implements GradientScale {}

    /// A number that the device has measured and the host need not know; see [GradientClipping#measure()].
    ///
    /// @param value F64 `[1]`
    record Measured(Buffer value) implements GradientScale {}
}
