package dev.lathe.nn.adapter;

import dev.lathe.nn.DenseLinear;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.AddOp;

/// W x + b and what a map of low rank adds. See [Lora] and [AdaLora].
record LoraLinear(DenseLinear base, LowRankMap added) implements AroundProduct {
    @Override
    public Tensor forward(Workspace ws, Tensor x) {
        return sum(ws, base.forward(ws, x), added.forward(ws, x));
    }

    @Override
    public Tensor forward(Workspace ws, Tensor x, PackedSequences sequences) {
        return sum(ws, base.forward(ws, x), added.forward(ws, x, sequences));
    }

    @Override
    public Tensor behind(Workspace ws, Tensor x, Tensor y) {
        return sum(ws, y, added.forward(ws, x));
    }

    private static Tensor sum(Workspace ws, Tensor y, Tensor more) {
        Tensor sum = AddOp.apply(ws, y, more);
        ws.discard(y);
        ws.discard(more);
        return sum;
    }

    @Override
    public void merge() {
        double[] sum = added.addedTo(HostValues.of(base.weight()));
        var weight = new float[sum.length];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (float) sum[i];
        }
        HostValues.set(base.weight(), weight);
    }
}
