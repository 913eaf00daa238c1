package dev.lathe.tensor;

import dev.lathe.tensor.device.Destination;
import org.jspecify.annotations.Nullable;

/// Where the contributions to one tensor's gradient are gathered: the first overwrites, later ones add.
final class GradientSum {
    private final Workspace owner;
    private final Shape shape;
    private @Nullable Tensor tensor;
    private boolean written;

    /// @param owner where the memory comes from, once it is needed
    GradientSum(Workspace owner, Shape shape) {
        this.owner = owner;
        this.shape = shape;
    }

    Destination next() {
        if (tensor == null) {
            tensor = owner.empty(shape);
        }
        var destination = new Destination(tensor.buffer(), written);
        written = true;
        return destination;
    }

    /// The sum so far, or null if nothing has contributed.
    @Nullable Tensor value() {
        return written ? tensor : null;
    }

    /// Forgets the contributions and keeps the memory.
    void clear() {
        written = false;
    }
}
