package dev.lathe.tensor.op.elementwise;

import dev.lathe.tensor.ExampleRows;
import dev.lathe.tensor.ExampleRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.ArithmeticKernels.Operand;
import dev.lathe.tensor.op.argument.Broadcast;
import dev.lathe.tensor.op.argument.Checks;
import dev.lathe.tensor.op.example.SegmentSquares;
import java.util.List;
import java.util.Optional;

/// Element by element product with broadcasting.
public final class MulOp {
    private MulOp() {}

    /// y = a b
    ///
    /// | tensor | shape                                             |
    /// |--------|---------------------------------------------------|
    /// | `a`    | any                                               |
    /// | `b`    | the same, or 1 or missing on any axis, as may `a` |
    /// | result | the longer of both on each axis                   |
    ///
    /// @throws IllegalArgumentException if the shapes differ on an axis on which neither is 1
    public static Tensor apply(Workspace ws, Tensor a, Tensor b) {
        Checks.floats("mul", "a", a);
        Checks.floats("mul", "b", b);
        Broadcast broadcast = Broadcast.of("mul", "*", a.shape(), b.shape());
        Tensor y = ws.empty(broadcast.shape());
        ws.backend().arithmetic().multiply(
                broadcast.left(a), broadcast.right(b), y.buffer(), broadcast.shape().toArray());
        return ws.record(y, new Backward(a, b, broadcast));
    }

    /// gradA = gradY b and gradB = gradY a, summed over the axes along which an input was repeated.
    record Backward(Tensor a, Tensor b, Broadcast broadcast) implements ExampleRule {
        @Override
        public String op() {
            return "mul";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(a, b);
        }

        @Override
        public Optional<ExampleRows> rowsOf(Tensor input, ExampleRows output) {
            return input.shape().equals(broadcast.shape()) ? ExampleRule.super.rowsOf(input, output) : Optional.empty();
        }

        @Override
        public boolean reads(Tensor tensor) {
            return tensor == a && b.needsGradient() || tensor == b && a.needsGradient();
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            multiplyInto(ws, gradY, broadcast.right(b), a, broadcast.leftStrides(), gradients);
            multiplyInto(ws, gradY, broadcast.left(a), b, broadcast.rightStrides(), gradients);
        }

        private void multiplyInto(
                Workspace ws, Tensor gradY, Operand other, Tensor input, int[] strides, Gradients gradients) {
            gradients.into(input, grad -> AddOp.passOn(ws, product(ws, gradY, other), input, strides, grad));
        }

        private static Tensor product(Workspace ws, Tensor gradY, Operand other) {
            Tensor product = ws.empty(gradY.shape());
            var self = Broadcast.of("mul", "*", gradY.shape(), gradY.shape());
            ws.backend().arithmetic().multiply(self.left(gradY), other, product.buffer(), gradY.shape().toArray());
            return product;
        }

        /// One row for all rows.
        @Override
        public boolean shares(Tensor input) {
            return broadcast.shape().rank() == 2 && input.shape().size() == broadcast.shape().dim(1);
        }

        @Override
        public void addSquares(Workspace ws, Tensor parameter, Tensor gradY, ExampleRows rows, double[] squares) {
            Tensor product = product(ws, gradY, parameter == a ? broadcast.right(b) : broadcast.left(a));
            SegmentSquares.add(ws, product.buffer(), broadcast.shape().dim(1), rows, squares);
            ws.discard(product);
        }
    }
}
