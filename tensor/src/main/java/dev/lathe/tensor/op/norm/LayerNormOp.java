package dev.lathe.tensor.op.norm;

import dev.lathe.tensor.ExampleRows;
import dev.lathe.tensor.ExampleRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.RestoringRule;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.ArithmeticKernels.Operand;
import dev.lathe.tensor.op.argument.Broadcast;
import dev.lathe.tensor.op.argument.Checks;
import dev.lathe.tensor.op.example.SegmentSquares;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Layer normalisation over the last axis. Source: Ba, Kiros and Hinton, 2016, section 3.
public final class LayerNormOp {
    private LayerNormOp() {}

    /// y = (x - mean) / sqrt(variance + epsilon) * weight + bias, for each row on its own.
    ///
    /// The variance is that of the row itself (divided by its length, not one less).
    ///
    /// | tensor           | shape             |
    /// |------------------|-------------------|
    /// | `x`, result      | `[…,features]`    |
    /// | `weight`, `bias` | `[features]`      |
    ///
    /// @param epsilon added to the variance; BERT uses 1e-12
    /// @throws IllegalArgumentException if `weight` or `bias` does not fit the last axis of `x`
    public static Tensor apply(Workspace ws, Tensor x, Tensor weight, Tensor bias, float epsilon) {
        Checks.floats("layerNorm", "x", x);
        checkFits("weight", weight, x.shape());
        checkFits("bias", bias, x.shape());
        Tensor y = ws.empty(x.shape());
        Shape rows = Shape.of(Checks.rows(x.shape()));
        var rule = new Backward(x, weight, bias, epsilon, ws.empty(rows), ws.empty(rows));
        rule.restore(ws, y);
        return ws.record(y, rule);
    }

    /// With n = (x - mean) rstd and g = gradY weight, per row:
    ///
    ///     gradX = rstd (g - avg(g) - n avg(g n))
    ///     gradWeight = Σ gradY n        gradBias = Σ gradY
    ///
    /// Keeps `mean` and `rstd`, a float a row, and computes n again: keeping n would
    /// hold a tensor as large as `x` until the backward pass.
    record Backward(Tensor x, Tensor weight, Tensor bias, float epsilon, Tensor mean, Tensor rstd)
            implements RestoringRule, ExampleRule {
        @Override
        public String op() {
            return "layerNorm";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x, weight, bias);
        }

        @Override
        public Optional<ExampleRows> rowsOf(Tensor input, ExampleRows output) {
            return input == x && x.shape().rank() == 2 ? Optional.of(output) : Optional.empty();
        }

        @Override
        public boolean shares(Tensor input) {
            return (input == weight || input == bias) && x.shape().rank() == 2;
        }

        @Override
        public void addSquares(Workspace ws, Tensor parameter, Tensor gradY, ExampleRows rows, double[] squares) {
            int cols = weight.shape().dim(0);
            if (parameter == bias) {
                SegmentSquares.add(ws, gradY.buffer(), cols, rows, squares);
                return;
            }
            Tensor product = normalized(ws);
            var own = new Operand(product.buffer(), Broadcast.dense(x.shape()));
            ws.backend().arithmetic().multiply(
                    new Operand(gradY.buffer(), own.strides()), own, product.buffer(), x.shape().toArray());
            SegmentSquares.add(ws, product.buffer(), cols, rows, squares);
            ws.discard(product);
        }

        /// (x - mean) rstd
        private Tensor normalized(Workspace ws) {
            Tensor normal = ws.empty(x.shape());
            var ones = new float[weight.shape().size()];
            Arrays.fill(ones, 1);
            ws.backend().norm().layerNorm(
                    x.buffer(), ws.of(weight.shape(), ones).buffer(), ws.zeros(weight.shape()).buffer(), epsilon,
                    normal.buffer(), ws.empty(mean.shape()).buffer(), ws.empty(mean.shape()).buffer(),
                    mean.shape().dim(0), weight.shape().dim(0));
            return normal;
        }

        @Override
        public boolean reads(Tensor tensor) {
            return tensor == x || tensor == weight;
        }

        @Override
        public List<Tensor> restoresFrom() {
            return List.of(x);
        }

        @Override
        public void restore(Workspace ws, Tensor y) {
            ws.backend().norm().layerNorm(
                    x.buffer(), weight.buffer(), bias.buffer(), epsilon,
                    y.buffer(), mean.buffer(), rstd.buffer(), mean.shape().dim(0), weight.shape().dim(0));
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            var kernels = ws.backend().norm();
            int rows = mean.shape().dim(0);
            int cols = weight.shape().dim(0);
            gradients.into(x, gradX -> kernels.layerNormGradInput(
                    gradY.buffer(), x.buffer(), weight.buffer(), mean.buffer(), rstd.buffer(), gradX, rows, cols));
            gradients.into(weight, bias, (gradWeight, gradBias) -> kernels.layerNormGradParameters(
                    gradY.buffer(), x.buffer(), mean.buffer(), rstd.buffer(), gradWeight, gradBias, rows, cols));
        }
    }

    private static void checkFits(String name, Tensor parameter, Shape x) {
        Checks.floats("layerNorm", name, parameter);
        if (x.rank() == 0 || x.dim(-1) == 0) {
            throw new IllegalArgumentException("layerNorm: x %s: nothing to normalise over".formatted(x));
        }
        if (!parameter.shape().equals(Shape.of(x.dim(-1)))) {
            throw new IllegalArgumentException("layerNorm: x %s, %s %s: last axis %d needs %s [%d]"
                    .formatted(x, name, parameter.shape(), x.dim(-1), name, x.dim(-1)));
        }
    }
}
