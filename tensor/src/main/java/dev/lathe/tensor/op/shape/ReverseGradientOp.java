package dev.lathe.tensor.op.shape;

import dev.lathe.tensor.ExampleRows;
import dev.lathe.tensor.ExampleRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.op.argument.Checks;
import java.util.List;
import java.util.Optional;

/// The same values, through which the gradient flows with its sign turned: what reads them learns to make a loss small, and what they
/// come from to make it large.
///
/// Source: Ganin et al., "Domain-adversarial training of neural networks", JMLR 2016, section 4.2.
public final class ReverseGradientOp {
    private ReverseGradientOp() {}

    /// y = x, of the shape of `x`; gradX = -factor gradY, which is no derivative of it.
    ///
    /// A copy: a workspace gives memory back tensor by tensor, so two tensors never share it.
    ///
    /// @param factor how much of the turned gradient flows on, 0 or more
    /// @throws IllegalArgumentException if `x` is not F32, or `factor` is negative or not finite
    public static Tensor apply(Workspace ws, Tensor x, float factor) {
        Checks.floats("reverseGradient", "x", x);
        if (!(factor >= 0) || Float.isInfinite(factor)) {
            throw new IllegalArgumentException("reverseGradient: factor %s: needs 0 or more".formatted(factor));
        }
        Tensor y = ws.empty(x.shape());
        ws.backend().arithmetic().copy(x.buffer(), new Destination(y.buffer(), false), x.shape().size());
        return ws.record(y, new Backward(x, factor));
    }

    /// gradX = -factor gradY. Keeps no values.
    record Backward(Tensor x, float factor) implements ExampleRule {
        @Override
        public String op() {
            return "reverseGradient";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public Optional<ExampleRows> rowsOf(Tensor input, ExampleRows output) {
            return Optional.of(output);
        }

        @Override
        public boolean reads(Tensor tensor) {
            return false;
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            gradients.into(x, gradX -> ws.backend().arithmetic()
                    .scale(gradY.buffer(), -factor, gradX, x.shape().size()));
        }
    }
}
