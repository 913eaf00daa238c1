package dev.lathe.nn.adapter;

import dev.lathe.nn.Initializer;
import dev.lathe.nn.LayerNorm;
import dev.lathe.nn.ModelScope;
import dev.lathe.nn.Residual;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.AddOp;
import dev.lathe.tensor.op.elementwise.ReluOp;
import dev.lathe.tensor.op.product.LinearGeluOp;
import dev.lathe.tensor.op.product.LinearOp;

/// h + U a(D x + d) + u. See [Bottleneck].
final class BottleneckResidual implements Residual {
    /// AdapterHub's, for maps that start as BERT's do.
    private static final Initializer NORMAL = Initializer.normal(0.02);

    private final Bottleneck method;
    private final Parameter downWeight;
    private final Parameter downBias;
    private final Parameter upWeight;
    private final Parameter upBias;

    BottleneckResidual(ModelScope place, Bottleneck method, int features, int size) {
        this.method = method;
        downWeight = place.ownParameter("adapter_down.weight", Shape.of(size, features), NORMAL);
        downBias = place.ownParameter("adapter_down.bias", Shape.of(size), Initializer.ZEROS);
        upWeight = place.ownParameter("adapter_up.weight", Shape.of(features, size), Initializer.ZEROS);
        upBias = place.ownParameter("adapter_up.bias", Shape.of(features), Initializer.ZEROS);
    }

    @Override
    public Tensor forward(Workspace ws, Tensor mapped, Tensor input, LayerNorm norm) {
        Tensor x = switch (method.form()) {
            case HOULSBY -> mapped;
            case PFEIFFER -> resultWithout(ws, mapped, input, norm);
        };
        Tensor narrow = narrowed(ws, x);
        if (x != mapped) {
            ws.discard(x);
        }
        Tensor more = LinearOp.apply(ws, narrow, upWeight.value(), upBias.value());
        ws.discard(narrow);
        Tensor y = AddOp.apply(ws, mapped, more);
        ws.discard(mapped);
        ws.discard(more);
        return y;
    }

    private static Tensor resultWithout(Workspace ws, Tensor mapped, Tensor input, LayerNorm norm) {
        Tensor sum = AddOp.apply(ws, mapped, input);
        Tensor normal = norm.forward(ws, sum);
        ws.discard(sum);
        return normal;
    }

    private Tensor narrowed(Workspace ws, Tensor x) {
        return switch (method.activation()) {
            case GELU -> LinearGeluOp.apply(ws, x, downWeight.value(), downBias.value());
            case RELU -> {
                Tensor y = LinearOp.apply(ws, x, downWeight.value(), downBias.value());
                Tensor active = ReluOp.apply(ws, y);
                ws.discard(y);
                yield active;
            }
        };
    }
}
