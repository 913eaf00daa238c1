package dev.lathe.bench.peers;

import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.mkldnn_linear;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// Linear layers that share one input.
///
/// oneDNN takes and gives tensors in a layout of its own, so the fastest path copies in and out: about 1 % of the product's
/// time. It knows no float64.
final class LibtorchLinear {

    /// A layer's parameters: `weight` is `[out, in]`.
    record Parameters(Tensor weight, Tensor bias) {}

    private final boolean oneDnn;

    LibtorchLinear(LibtorchPath path, ScalarType dtype) {
        oneDnn = path == LibtorchPath.FASTEST && dtype == ScalarType.Float;
    }

    Tensor apply(Tensor x, Parameters layer) {
        return applyAll(x, List.of(layer)).getFirst();
    }

    List<Tensor> applyAll(Tensor x, List<Parameters> layers) {
        Tensor input = oneDnn ? x.to_mkldnn() : x;
        var outputs = new ArrayList<Tensor>();
        for (Parameters layer : layers) {
            var bias = new TensorOptional(layer.bias());
            outputs.add(oneDnn ? mkldnn_linear(input, layer.weight(), bias).to_dense()
                    : linear(input, layer.weight(), bias));
        }
        return outputs;
    }
}
