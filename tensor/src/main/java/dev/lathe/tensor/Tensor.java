package dev.lathe.tensor;

import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import org.jspecify.annotations.Nullable;

/// A shape over a device buffer. Lives as long as the [Workspace] that made it.
///
/// To the backward pass a tensor is one of three: a constant, which gets no gradient; a leaf (a parameter's
/// value or a variable), whose gradient stays with it; or the output of a recorded op.
public final class Tensor {
    private final Shape shape;
    private Buffer buffer;
    private final boolean needsGradient;
    private final @Nullable GradientSum leafGradient;
    private final @Nullable String name;
    /// Of ids, labels and offsets: what the host has written.
    private final int @Nullable [] known;
    /// Of targets: the same.
    private final float @Nullable [] knownFloats;

    private Tensor(
            Shape shape, Buffer buffer, boolean needsGradient,
            @Nullable GradientSum leafGradient, @Nullable String name, int @Nullable [] known,
            float @Nullable [] knownFloats) {
        this.shape = shape;
        this.buffer = buffer;
        this.needsGradient = needsGradient;
        this.leafGradient = leafGradient;
        this.name = name;
        this.known = known;
        this.knownFloats = knownFloats;
    }

    static Tensor constant(Shape shape, Buffer buffer) {
        return new Tensor(shape, buffer, false, null, null, null, null);
    }

    /// Integers that the host has written and nothing changes: whoever checks them asks no device.
    static Tensor ints(Shape shape, Buffer buffer, int[] values) {
        return new Tensor(shape, buffer, false, null, null, values, null);
    }

    /// As [#ints], floats.
    static Tensor floats(Shape shape, Buffer buffer, float[] values) {
        return new Tensor(shape, buffer, false, null, null, null, values);
    }

    /// The value of a parameter that is not trained.
    static Tensor frozen(Shape shape, Buffer buffer, String name) {
        return new Tensor(shape, buffer, false, null, name, null, null);
    }

    /// @param name of a parameter, null for a variable
    static Tensor leaf(Shape shape, Buffer buffer, GradientSum gradient, @Nullable String name) {
        return new Tensor(shape, buffer, true, gradient, name, null, null);
    }

    /// The same values as the output of a recorded op.
    Tensor recorded() {
        return new Tensor(shape, buffer, true, null, null, null, null);
    }

    public Shape shape() {
        return shape;
    }

    public Buffer buffer() {
        return buffer;
    }

    /// Gives a tensor whose memory was given back other memory.
    void moveTo(Buffer fresh) {
        buffer = fresh;
    }

    public DType dtype() {
        return buffer.dtype();
    }

    /// Whether a backward pass computes this tensor's gradient.
    public boolean needsGradient() {
        return needsGradient;
    }

    /// The gradient of a variable, as large as the variable.
    ///
    /// @throws IllegalStateException if this is no variable or no backward pass has reached it
    public Tensor gradient() {
        Tensor sum = leafGradient == null ? null : leafGradient.value();
        if (sum == null) {
            throw new IllegalStateException("tensor %s: has no gradient: %s".formatted(shape, leafGradient == null
                    ? "only parameters and variables keep one; a Recorder sees those of a model's places" : "no backward pass has reached it"));
        }
        return sum;
    }

    /// The path of the parameter whose value this is, else null.
    @Nullable String name() {
        return name;
    }

    @Nullable GradientSum leafGradient() {
        return leafGradient;
    }

    /// The values, row-major, copied to the host; without asking the device where [Workspace#ofKnown] has made the tensor.
    ///
    /// @throws IllegalStateException if the tensor's workspace is closed
    /// @throws IllegalArgumentException if it is of I32
    public float[] toArray() {
        if (dtype() == DType.I32) {
            throw new IllegalArgumentException("toArray: tensor %s: toIntArray reads it".formatted(this));
        }
        if (knownFloats != null) {
            // Still alive?
            buffer.read(0, knownFloats, 0, 0);
            return knownFloats.clone();
        }
        var values = new float[shape.size()];
        buffer.read(0, values, 0, values.length);
        return values;
    }

    /// The values of an I32 tensor, copied to the host; without asking the device where [Workspace#ofInts] has made it.
    ///
    /// @throws IllegalStateException if the tensor's workspace is closed
    public int[] toIntArray() {
        if (known != null) {
            // Still alive?
            buffer.read(0, known, 0, 0);
            return known.clone();
        }
        var values = new int[shape.size()];
        buffer.read(0, values, 0, values.length);
        return values;
    }

    /// Whether [#toIntArray], or of floats [#toArray], asks no device.
    public boolean isKnown() {
        return known != null || knownFloats != null;
    }

    /// The one value of a tensor of one element.
    ///
    /// @throws IllegalArgumentException if there are more
    public float item() {
        if (shape.size() != 1) {
            throw new IllegalArgumentException("item: tensor %s: has not one element".formatted(shape));
        }
        return toArray()[0];
    }

    @Override
    public String toString() {
        return dtype() + shape.toString();
    }
}
