package dev.lathe.tensor;

import dev.lathe.tensor.device.Destination;
import org.jspecify.annotations.Nullable;

/// A tensor that training changes, unless it is frozen, its name in the checkpoint, and its gradient.
///
/// The value lives in the model's workspace; so does the gradient, which gets its memory when the first
/// backward pass reaches the parameter, and gathers contributions until [#clearGradient].
public final class Parameter {
    private final String name;
    private final Tensor value;
    private final @Nullable GradientSum gradient;

    Parameter(String name, Tensor value) {
        this.name = name;
        this.value = value;
        this.gradient = value.leafGradient();
    }

    /// Path in the checkpoint, such as `encoder.layer.3.output.dense.weight`.
    public String name() {
        return name;
    }

    public Tensor value() {
        return value;
    }

    public Shape shape() {
        return value.shape();
    }

    /// Whether it stays as it is: no backward pass reaches it, and an optimiser leaves it alone.
    public boolean isFrozen() {
        return gradient == null;
    }

    /// Whether a backward pass has reached the parameter since [#clearGradient].
    public boolean hasGradient() {
        return gradient != null && gradient.value() != null;
    }

    /// Sum of the gradients since [#clearGradient].
    ///
    /// @throws IllegalStateException if no backward pass has reached the parameter since
    public Tensor gradient() {
        Tensor sum = gradient == null ? null : gradient.value();
        if (sum == null) {
            throw new IllegalStateException("parameter '%s': has no gradient".formatted(name));
        }
        return sum;
    }

    /// Where what is added to the gradient goes: the first overwrites.
    ///
    /// @throws IllegalStateException if the parameter is frozen
    public Destination gradientDestination() {
        if (gradient == null) {
            throw new IllegalStateException("parameter '%s': is frozen".formatted(name));
        }
        return gradient.next();
    }

    /// Forgets the gradient; the next backward pass overwrites its memory.
    public void clearGradient() {
        if (gradient != null) {
            gradient.clear();
        }
    }

    @Override
    public String toString() {
        return name + value.shape();
    }
}
