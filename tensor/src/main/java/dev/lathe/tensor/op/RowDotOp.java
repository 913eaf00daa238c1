package dev.lathe.tensor.op;

import dev.lathe.tensor.GradientRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import java.util.List;

/// Dot products of rows by pairs: of rows of length 1, their cosines.
public final class RowDotOp {
    private RowDotOp() {}

    /// y = Σ a b over the columns, for each row on its own.
    ///
    /// | tensor   | shape         |
    /// |----------|---------------|
    /// | `a`, `b` | `[rows,cols]` |
    /// | result   | `[rows]`      |
    ///
    /// @throws IllegalArgumentException if `a` is no matrix or `b` has another shape
    public static Tensor apply(Workspace ws, Tensor a, Tensor b) {
        Checks.floats("rowDot", "a", a);
        Checks.floats("rowDot", "b", b);
        Checks.rank("rowDot", "a", a, 2);
        Checks.sameShape("rowDot", "b", b, "a", a.shape());
        int rows = a.shape().dim(0);
        Tensor y = ws.empty(Shape.of(rows));
        ws.backend().reduction().rowDot(a.buffer(), b.buffer(), y.buffer(), rows, a.shape().dim(1));
        return ws.record(y, new Backward(a, b));
    }

    /// gradA's rows = b's rows times gradY, and gradB's rows = a's times gradY.
    record Backward(Tensor a, Tensor b) implements GradientRule {
        @Override
        public String op() {
            return "rowDot";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(a, b);
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            scaleInto(ws, b, gradY, a, gradients);
            scaleInto(ws, a, gradY, b, gradients);
        }

        private static void scaleInto(Workspace ws, Tensor other, Tensor gradY, Tensor input, Gradients gradients) {
            gradients.into(input, gradInput -> ws.backend().reduction().rowDotGradInput(
                    gradY.buffer(), other.buffer(), gradInput, other.shape().dim(0), other.shape().dim(1)));
        }
    }
}
