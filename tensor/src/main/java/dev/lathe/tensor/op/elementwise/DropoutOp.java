package dev.lathe.tensor.op.elementwise;

import dev.lathe.tensor.ExampleRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.DropoutDecisions;
import dev.lathe.tensor.op.argument.Checks;
import java.util.List;

/// Sets a random share of the elements to 0 and scales the rest up, in a training workspace only.
///
/// Source: Srivastava et al., 2014, section 4, in the inverted form. The decisions are counted, not drawn:
/// [DropoutDecisions] and [dev.lathe.tensor.device.Philox].
public final class DropoutOp {
    private DropoutOp() {}

    /// y = x / (1 - probability) where kept, 0 where dropped; outside training, `x` itself.
    ///
    /// | tensor      | shape             |
    /// |-------------|-------------------|
    /// | `x`, result | `[rows,features]` |
    /// | `examples`  | I32 `[rows]`: each row's example number within the optimiser step |
    /// | `positions` | I32 `[rows]`: each row's position in its example |
    ///
    /// @param probability of dropping an element, in `[0, 1)`; rounded to a multiple of 1/65536
    /// @param site number of this place in the model
    /// @throws IllegalArgumentException if the probability is out of range or a shape does not fit
    public static Tensor apply(
            Workspace ws, Tensor x, float probability, int site, Tensor examples, Tensor positions) {
        Checks.probability("dropout", probability);
        Checks.floats("dropout", "x", x);
        Checks.rank("dropout", "x", x, 2);
        checkRows("examples", examples, x);
        checkRows("positions", positions, x);
        if (ws.randomKey().isEmpty() || probability == 0) {
            return x;
        }
        var key = ws.randomKey().get();
        var dropout = DropoutDecisions.of(key.seed(), key.step(), site, probability);
        Tensor y = ws.empty(x.shape());
        ws.backend().dropout().dropout(
                x.buffer(), dropout, examples.buffer(), positions.buffer(), new Destination(y.buffer(), false),
                x.shape().dim(0), x.shape().dim(1));
        return ws.record(y, new Backward(x, dropout, examples, positions));
    }

    /// gradX = dropout(gradY), by the same decisions. Keeps no mask: the decisions are computed again.
    record Backward(Tensor x, DropoutDecisions dropout, Tensor examples, Tensor positions) implements ExampleRule {
        @Override
        public String op() {
            return "dropout";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public boolean reads(Tensor tensor) {
            return false;
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            gradients.into(x, gradX -> ws.backend().dropout().dropout(
                    gradY.buffer(), dropout, examples.buffer(), positions.buffer(), gradX,
                    x.shape().dim(0), x.shape().dim(1)));
        }
    }

    private static void checkRows(String name, Tensor t, Tensor x) {
        Checks.ints("dropout", name, t);
        if (t.shape().rank() != 1 || t.shape().dim(0) != x.shape().dim(0)) {
            throw new IllegalArgumentException("dropout: x %s, %s %s: needs %s [%d]".formatted(
                    x.shape(), name, t.shape(), name, x.shape().dim(0)));
        }
    }
}
