package dev.lathe.tensor.op.norm;

import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.RestoringRule;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.argument.Checks;
import java.util.List;

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
            implements RestoringRule {
        @Override
        public String op() {
            return "layerNorm";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x, weight, bias);
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
            if (weight.needsGradient() || bias.needsGradient()) {
                kernels.layerNormGradParameters(
                        gradY.buffer(), x.buffer(), mean.buffer(), rstd.buffer(),
                        gradients.destinationOrScratch(weight), gradients.destinationOrScratch(bias), rows, cols);
            }
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
