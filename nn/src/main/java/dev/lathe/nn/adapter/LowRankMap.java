package dev.lathe.nn.adapter;

import dev.lathe.nn.Dropout;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.ScaleOp;
import dev.lathe.tensor.op.product.MatMulOp;

/// What [Lora] adds at one place: s B A, with PEFT's names.
final class LowRankMap {
    private final Parameter down;
    private final Parameter up;
    private final Dropout dropout;
    private final float scale;

    LowRankMap(ModelScope place, Lora lora, int in, int out) {
        // The deviation of PEFT's initial values, which are uniform between -1 and 1 over the root of `in`.
        down = place.ownParameter("lora_A.weight", Shape.of(lora.rank(), in), Initializer.normal(1 / Math.sqrt(3.0 * in)));
        up = place.ownParameter("lora_B.weight", Shape.of(out, lora.rank()), Initializer.ZEROS);
        dropout = new Dropout(place, lora.dropout());
        scale = (float) lora.scale();
    }

    /// s B A x
    Tensor forward(Workspace ws, Tensor x) {
        Tensor low = MatMulOp.apply(ws, x, false, down.value(), true);
        // Few columns here, many behind.
        Tensor scaled = ScaleOp.apply(ws, low, scale);
        ws.discard(low);
        Tensor y = MatMulOp.apply(ws, scaled, false, up.value(), true);
        ws.discard(scaled);
        return y;
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

    /// s B A, `[out,in]`.
    Tensor weight(Workspace ws) {
        Tensor product = MatMulOp.apply(ws, up.value(), down.value());
        Tensor scaled = ScaleOp.apply(ws, product, scale);
        ws.discard(product);
        return scaled;
    }

    /// W + s B A, row by row, in double precision.
    ///
    /// @param weight W, `[out,in]`
    double[] addedTo(float[] weight) {
        int rank = up.shape().dim(1);
        int in = down.shape().dim(1);
        float[] a = HostValues.of(down);
        float[] b = HostValues.of(up);
        var sum = new double[weight.length];
        for (int i = 0; i < sum.length; i++) {
            int row = i / in;
            double added = 0;
            for (int r = 0; r < rank; r++) {
                added += (double) b[row * rank + r] * a[r * in + i % in];
            }
            sum[i] = weight[i] + scale * added;
        }
        return sum;
    }
}
