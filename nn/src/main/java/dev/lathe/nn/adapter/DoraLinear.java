package dev.lathe.nn.adapter;

import dev.lathe.nn.DenseLinear;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.Value;
import dev.lathe.tensor.op.elementwise.AddOp;

/// g (W x + s B A x) + b, where g of a row is its trained length over the length of the row of W + s B A.
///
/// That length counts as a constant in the gradient (Liu et al., 2024, section 4.3). Computed as
/// y + (g - 1) (y - b) + g s B A x with y = W x + b: where nothing is trained yet, g is 1 and the result is y, to the bit.
final class DoraLinear implements AdaptedLinear {
    private final DenseLinear base;
    private final LowRankMap added;
    private final Parameter magnitude;

    DoraLinear(ModelScope place, DenseLinear base, LowRankMap added, int out) {
        this.base = base;
        this.added = added;
        magnitude = place.ownParameter("lora_magnitude_vector", Shape.of(out), Initializer.ONES);
    }

    @Override
    public Tensor forward(Workspace ws, Tensor x) {
        return sum(ws, base.forward(ws, x), added.forward(ws, x));
    }

    @Override
    public Tensor forward(Workspace ws, Tensor x, PackedSequences sequences) {
        return sum(ws, base.forward(ws, x), added.forward(ws, x, sequences));
    }

    private Tensor sum(Workspace ws, Tensor mapped, Tensor more) {
        Value y = Value.of(ws, mapped);
        Value gain = y.with(magnitude.value()).div(y.with(lengths(ws)).detach());
        Value beyond = gain.sub(y.with(ws.of(Shape.of(1), 1)));
        Value scaled = beyond.mul(y.sub(y.with(base.bias().value())));
        return y.add(scaled).add(gain.mul(y.with(more))).tensor();
    }

    /// The length of each row of W + s B A, `[out]`.
    private Tensor lengths(Workspace ws) {
        Value weight = Value.of(ws, AddOp.apply(ws, base.weight().value(), added.weight(ws)));
        return weight.mul(weight).sum(1).sqrt().tensor();
    }

    /// The trained lengths start from those of the base's rows.
    @Override
    public void begin(Workspace ws) {
        HostValues.set(magnitude, lengths(ws).toArray());
    }

    @Override
    public void merge() {
        float[] length = HostValues.of(magnitude);
        double[] sum = added.addedTo(HostValues.of(base.weight()));
        int in = sum.length / length.length;
        var weight = new float[sum.length];
        for (int row = 0; row < length.length; row++) {
            double squares = 0;
            for (int i = row * in; i < (row + 1) * in; i++) {
                squares += sum[i] * sum[i];
            }
            for (int i = row * in; i < (row + 1) * in; i++) {
                weight[i] = (float) (length[row] / Math.sqrt(squares) * sum[i]);
            }
        }
        HostValues.set(base.weight(), weight);
    }
}
