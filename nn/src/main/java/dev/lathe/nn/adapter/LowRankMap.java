package dev.lathe.nn.adapter;

import dev.lathe.nn.Dropout;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.MulOp;
import dev.lathe.tensor.op.elementwise.ScaleOp;
import dev.lathe.tensor.op.product.MatMulOp;
import dev.lathe.tensor.op.shape.ReshapeOp;
import java.util.Optional;

/// What [Lora] adds at one place: s B A; or [AdaLora]: s B diag(E) A. With PEFT's names.
final class LowRankMap {
    /// PEFT's, of singular vectors.
    private static final Initializer VECTORS = Initializer.normal(0.02);

    private final Parameter down;
    private final Parameter up;
    private final Optional<Parameter> values;
    private final Dropout dropout;
    private final float scale;

    private LowRankMap(Parameter down, Parameter up, Optional<Parameter> values, Dropout dropout, double scale) {
        this.down = down;
        this.up = up;
        this.values = values;
        this.dropout = dropout;
        this.scale = (float) scale;
    }

    static LowRankMap of(ModelScope place, Lora lora, int in, int out) {
        // The deviation of PEFT's initial values, which are uniform between -1 and 1 over the root of `in`.
        Parameter down = place.ownParameter("lora_A.weight", Shape.of(lora.rank(), in), Initializer.normal(1 / Math.sqrt(3.0 * in)));
        Parameter up = place.ownParameter("lora_B.weight", Shape.of(out, lora.rank()), Initializer.ZEROS);
        return new LowRankMap(down, up, Optional.empty(), new Dropout(place, lora.dropout()), lora.scale());
    }

    static LowRankMap of(ModelScope place, AdaLora lora, int rank, int in, int out) {
        Parameter down = place.ownParameter(AdaLora.RIGHT, Shape.of(rank, in), VECTORS);
        Parameter values = place.ownParameter(AdaLora.VALUES, Shape.of(rank, 1), Initializer.ZEROS);
        Parameter up = place.ownParameter(AdaLora.LEFT, Shape.of(out, rank), VECTORS);
        return new LowRankMap(down, up, Optional.of(values), new Dropout(place, lora.dropout()), lora.scale());
    }

    /// s B A x, or s B diag(E) A x
    Tensor forward(Workspace ws, Tensor x) {
        Tensor low = valued(ws, MatMulOp.apply(ws, x, false, down.value(), true));
        // Few columns here, many behind.
        Tensor scaled = ScaleOp.apply(ws, low, scale);
        ws.discard(low);
        Tensor y = MatMulOp.apply(ws, scaled, false, up.value(), true);
        ws.discard(scaled);
        return y;
    }

    private Tensor valued(Workspace ws, Tensor low) {
        if (values.isEmpty()) {
            return low;
        }
        Parameter column = values.get();
        Tensor row = ReshapeOp.apply(ws, column.value(), Shape.of(1, column.shape().dim(0)));
        Tensor product = MulOp.apply(ws, low, row);
        ws.discard(low);
        ws.discard(row);
        return product;
    }

    /// The same with dropout of `x`.
    Tensor forward(Workspace ws, Tensor x, PackedSequences sequences) {
        Tensor dropped = dropout.forward(ws, x, sequences);
        Tensor y = forward(ws, dropped);
        if (dropped != x) {
            ws.discard(dropped);
        }
        return y;
    }

    /// s B A, `[out,in]`, of a map without E.
    Tensor weight(Workspace ws) {
        Tensor product = MatMulOp.apply(ws, up.value(), down.value());
        Tensor scaled = ScaleOp.apply(ws, product, scale);
        ws.discard(product);
        return scaled;
    }

    /// W and what is added to it, row by row, in double precision.
    ///
    /// @param weight W, `[out,in]`
    double[] addedTo(float[] weight) {
        int rank = up.shape().dim(1);
        int in = down.shape().dim(1);
        float[] a = HostValues.of(down);
        float[] b = HostValues.of(up);
        Optional<float[]> e = values.map(HostValues::of);
        var sum = new double[weight.length];
        for (int i = 0; i < sum.length; i++) {
            int row = i / in;
            double added = 0;
            for (int r = 0; r < rank; r++) {
                double value = e.isPresent() ? e.get()[r] : 1;
                added += value * b[row * rank + r] * a[r * in + i % in];
            }
            sum[i] = weight[i] + scale * added;
        }
        return sum;
    }
}
