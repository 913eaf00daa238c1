package dev.lathe.tensor.op.product;

import dev.lathe.tensor.ExampleRows;
import dev.lathe.tensor.ExampleRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.MatMulKernels.Operand;
import dev.lathe.tensor.op.argument.Checks;
import dev.lathe.tensor.op.example.ProductSquares;
import dev.lathe.tensor.op.example.SegmentSquares;
import java.util.List;
import java.util.Optional;

/// A linear layer: product with a weight matrix, plus a bias.
public final class LinearOp {
    private LinearOp() {}

    /// y = x weightᵀ + bias
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
        check("linear", x, weight, bias);
        int rows = x.shape().dim(0);
        int in = x.shape().dim(1);
        int out = weight.shape().dim(0);
        Tensor y = ws.empty(Shape.of(rows, out));
        ws.backend().matMul().linear(x.buffer(), weight.buffer(), bias.buffer(), y.buffer(), rows, in, out);
        return ws.record(y, new Backward(x, weight, bias));
    }

    /// gradX = gradY weight; gradWeight = gradYᵀ x; gradBias = the sum of gradY's rows.
    record Backward(Tensor x, Tensor weight, Tensor bias) implements ExampleRule {
        @Override
        public String op() {
            return "linear";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x, weight, bias);
        }

        @Override
        public Optional<ExampleRows> rowsOf(Tensor input, ExampleRows output) {
            return input == x ? Optional.of(output) : Optional.empty();
        }

        @Override
        public boolean shares(Tensor input) {
            return input == weight || input == bias;
        }

        @Override
        public void addSquares(Workspace ws, Tensor parameter, Tensor gradY, ExampleRows rows, double[] squares) {
            int out = weight.shape().dim(0);
            if (parameter == weight) {
                ProductSquares.add(ws, x.buffer(), x.shape().dim(1), gradY.buffer(), out, rows, squares);
            } else {
                SegmentSquares.add(ws, gradY.buffer(), out, rows, squares);
            }
        }

        @Override
        public boolean reads(Tensor tensor) {
            return tensor == x && weight.needsGradient() || tensor == weight && x.needsGradient();
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            int rows = x.shape().dim(0);
            int in = x.shape().dim(1);
            int out = weight.shape().dim(0);
            var kernels = ws.backend().matMul();
            gradients.into(x, gradX -> kernels.matMul(
                    new Operand(gradY.buffer(), false), new Operand(weight.buffer(), false),
                    gradX, 1, rows, in, out));
            gradients.into(weight, gradWeight -> kernels.matMul(
                    new Operand(gradY.buffer(), true), new Operand(x.buffer(), false),
                    gradWeight, 1, out, in, rows));
            gradients.into(bias, gradBias -> ws.backend().reduction().sumRows(gradY.buffer(), gradBias, rows, out));
        }
    }

    static void check(String op, Tensor x, Tensor weight, Tensor bias) {
        Checks.floats(op, "x", x);
        Checks.floats(op, "weight", weight);
        Checks.floats(op, "bias", bias);
        Checks.rank(op, "x", x, 2);
        Checks.rank(op, "weight", weight, 2);
        if (x.shape().dim(1) != weight.shape().dim(1)) {
            throw new IllegalArgumentException("%s: x %s, weight %s: inputs %d and %d differ".formatted(
                    op, x.shape(), weight.shape(), x.shape().dim(1), weight.shape().dim(1)));
        }
        int out = weight.shape().dim(0);
        if (!bias.shape().equals(Shape.of(out))) {
            throw new IllegalArgumentException("%s: weight %s, bias %s: needs bias [%d]".formatted(
                    op, weight.shape(), bias.shape(), out));
        }
    }
}
