package dev.lathe.tensor;

import java.util.Objects;

/// A tensor that training changes, its name in the checkpoint, and its gradient.
///
/// The value lives in the model's workspace; so does the gradient, which gets its memory when the first
/// backward pass reaches the parameter, and gathers contributions until [#clearGradient].
public final class Parameter {
    private final String name;
    private final Tensor value;
    private final GradientSum gradient;

    Parameter(String name, Tensor leaf) {
        this.name = name;
        this.value = leaf;
        this.gradient = Objects.requireNonNull(leaf.leafGradient());
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

    /// Whether a backward pass has reached the parameter since [#clearGradient].
    public boolean hasGradient() {
        return gradient.value() != null;
    }

    /// Sum of the gradients since [#clearGradient].
    ///
    /// @throws IllegalStateException if no backward pass has reached the parameter since
    public Tensor gradient() {
        Tensor sum = gradient.value();
        if (sum == null) {
            throw new IllegalStateException("parameter '%s': has no gradient".formatted(name));
        }
        return sum;
    }

    /// Forgets the gradient; the next backward pass overwrites its memory.
    public void clearGradient() {
        gradient.clear();
    }

    @Override
    public String toString() {
        return name + value.shape();
    }
}
