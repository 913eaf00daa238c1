package dev.lathe.nn.adapter;

import dev.lathe.nn.DenseLinear;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.MulOp;
import dev.lathe.tensor.op.shape.ReshapeOp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// A factor for each feature of keys, values and the feed-forward part's inner activations; it starts from 1.
///
/// Of keys and values y = l (W x + b), of the feed-forward part's second map y = W (l x) + b.
/// Source: Liu et al., 2022, section 3.3.
///
/// @param targets which maps of the base get factors
/// @param inner those of them whose input is scaled, instead of what they give
public record Ia3(Targets targets, Targets inner) implements AdapterMethod {
    private static final List<String> ATTENTION_OUTPUT = List.of("attention.output.dense");

    /// Keys, values and the feed-forward part, by the names of all families.
    public static final Ia3 DEFAULT = new Ia3(
            Targets.of(List.of("key", "value", "output.dense", "k_lin", "v_lin", "ffn.lin2")).excluding(ATTENTION_OUTPUT),
            Targets.of(List.of("output.dense", "ffn.lin2")));

    @Override
    public String name() {
        return "ia3";
    }

    @Override
    public double usualRate() {
        return 5e-3;
    }

    @Override
    public SequencedMap<String, Object> settings() {
        return new LinkedHashMap<>();
    }

    @Override
    public AdaptedLinear at(ModelScope place, DenseLinear base, int in, int out) {
        return inner.fit(place.path())
                ? new Inner(base, place.ownParameter("ia3_l", Shape.of(1, in), Initializer.ONES))
                : new Outer(base, place.ownParameter("ia3_l", Shape.of(out, 1), Initializer.ONES), out);
    }

    /// W (l x) + b
    private record Inner(DenseLinear base, Parameter factors) implements AroundProduct {
        @Override
        public Tensor forward(Workspace ws, Tensor x) {
            Tensor scaled = before(ws, x);
            Tensor y = base.forward(ws, scaled);
            ws.discard(scaled);
            return y;
        }

        @Override
        public Tensor before(Workspace ws, Tensor x) {
            return MulOp.apply(ws, x, factors.value());
        }

        @Override
        public void merge() {
            float[] l = HostValues.of(factors);
            float[] weight = HostValues.of(base.weight());
            for (int i = 0; i < weight.length; i++) {
                weight[i] *= l[i % l.length];
            }
            HostValues.set(base.weight(), weight);
        }
    }

    /// l (W x + b)
    private record Outer(DenseLinear base, Parameter factors, int out) implements AroundProduct {
        @Override
        public Tensor forward(Workspace ws, Tensor x) {
            return behind(ws, x, base.forward(ws, x));
        }

        @Override
        public Tensor behind(Workspace ws, Tensor x, Tensor y) {
            Tensor row = ReshapeOp.apply(ws, factors.value(), Shape.of(1, out));
            Tensor scaled = MulOp.apply(ws, y, row);
            ws.discard(y);
            ws.discard(row);
            return scaled;
        }

        @Override
        public void merge() {
            float[] l = HostValues.of(factors);
            float[] weight = HostValues.of(base.weight());
            float[] bias = HostValues.of(base.bias());
            int in = weight.length / out;
            for (int i = 0; i < weight.length; i++) {
                weight[i] *= l[i / in];
            }
            for (int i = 0; i < out; i++) {
                bias[i] *= l[i];
            }
            HostValues.set(base.weight(), weight);
            HostValues.set(base.bias(), bias);
        }
    }
}
