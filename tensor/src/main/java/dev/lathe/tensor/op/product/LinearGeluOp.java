package dev.lathe.tensor.op.product;

import dev.lathe.tensor.ExampleRows;
import dev.lathe.tensor.ExampleRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.RestoringRule;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.op.elementwise.GeluOp;
import java.util.List;
import java.util.Optional;

/// A linear layer and the Gaussian error linear unit of what it gives: the wide half of an encoder layer.
///
/// Gives the bits of [LinearOp] and [GeluOp] one after the other. Source: Devlin et al., 2019, appendix A.2.
public final class LinearGeluOp {
    private LinearGeluOp() {}

    /// y = gelu(x weightᵀ + bias), with gelu in its exact form.
    ///
    /// | tensor   | shape           |
    /// |----------|-----------------|
    /// | `x`      | `[rows,in]`     |
    /// | `weight` | `[out,in]`      |
    /// | `bias`   | `[out]`         |
    /// | result   | `[rows,out]`    |
    ///
    /// @throws IllegalArgumentException if the shapes do not fit
    public static Tensor apply(Workspace ws, Tensor x, Tensor weight, Tensor bias) {
        LinearOp.check("linearGelu", x, weight, bias);
        int rows = x.shape().dim(0);
        int in = x.shape().dim(1);
        int out = weight.shape().dim(0);
        Tensor y = ws.empty(Shape.of(rows, out));
        Tensor hidden = ws.records(x, weight, bias) ? ws.empty(y.shape()) : y;
        ws.backend().matMul().linearGelu(
                x.buffer(), weight.buffer(), bias.buffer(), hidden.buffer(), y.buffer(), rows, in, out);
        return ws.record(y, new Backward(x, weight, bias, hidden));
    }

    /// gradHidden = gradY gelu'(hidden), with hidden = x weightᵀ + bias; from there on as [LinearOp]. Keeps hidden:
    /// computing it again would take a third of the layer's work. The result is made again from it.
    record Backward(Tensor x, Tensor weight, Tensor bias, Tensor hidden) implements RestoringRule, ExampleRule {
        @Override
        public String op() {
            return "linearGelu";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x, weight, bias);
        }

        @Override
        public Optional<ExampleRows> rowsOf(Tensor input, ExampleRows output) {
            return linear().rowsOf(input, output);
        }

        @Override
        public boolean shares(Tensor input) {
            return linear().shares(input);
        }

        /// [#backward] has left gradHidden.
        @Override
        public void addSquares(Workspace ws, Tensor parameter, Tensor gradHidden, ExampleRows rows, double[] squares) {
            linear().addSquares(ws, parameter, gradHidden, rows, squares);
        }

        private LinearOp.Backward linear() {
            return new LinearOp.Backward(x, weight, bias);
        }

        @Override
        public boolean reads(Tensor tensor) {
            return tensor == x && weight.needsGradient() || tensor == weight && x.needsGradient();
        }

        @Override
        public List<Tensor> restoresFrom() {
            return List.of();
        }

        @Override
        public void restore(Workspace ws, Tensor y) {
            ws.backend().activation().gelu(hidden.buffer(), y.buffer(), y.shape().size());
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            // In place of gradY: a buffer as wide as the layer would be written and read for nothing.
            ws.backend().activation().geluGradInput(
                    gradY.buffer(), hidden.buffer(), new Destination(gradY.buffer(), false), gradY.shape().size());
            ws.discard(hidden);
            linear().backward(ws, gradY, gradients);
        }
    }
}
