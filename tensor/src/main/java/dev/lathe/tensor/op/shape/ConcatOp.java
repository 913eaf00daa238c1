package dev.lathe.tensor.op.shape;

import dev.lathe.tensor.GradientRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.op.argument.Checks;
import java.util.List;

/// Tensors one after another along one axis.
public final class ConcatOp {
    private ConcatOp() {}

    /// | tensor  | shape                                                 |
    /// |---------|-------------------------------------------------------|
    /// | `parts` | at least one; all the same but for that axis          |
    /// | result  | the same, with the sum of the parts' steps on the axis |
    ///
    /// @param axis negative ones count from the last
    /// @throws IllegalArgumentException if there is no part, one lacks the axis, or the parts differ on another
    public static Tensor apply(Workspace ws, int axis, Tensor... parts) {
        return apply(ws, axis, List.of(parts));
    }

    /// As above.
    public static Tensor apply(Workspace ws, int axis, List<Tensor> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("concat: no parts");
        }
        Shape first = parts.getFirst().shape();
        int at = Checks.axis("concat", "part 0", first, axis);
        int steps = 0;
        for (int i = 0; i < parts.size(); i++) {
            check(i, parts.get(i), first, at);
            steps += parts.get(i).shape().dim(at);
        }
        Tensor y = ws.empty(Steps.shape(first, at, steps));
        int start = 0;
        for (Tensor part : parts) {
            int count = part.shape().dim(at);
            new Steps(y.shape(), at, start).copyFrom(ws, part.buffer(), new Destination(y.buffer(), false), count);
            start += count;
        }
        return ws.record(y, new Backward(List.copyOf(parts), at));
    }

    private static void check(int i, Tensor part, Shape first, int axis) {
        Checks.floats("concat", "part " + i, part);
        if (part.shape().rank() != first.rank()
                || !Steps.shape(part.shape(), axis, first.dim(axis)).equals(first)) {
            throw new IllegalArgumentException("concat: part 0 %s, part %d %s: differ on more than axis %d"
                    .formatted(first, i, part.shape(), axis));
        }
    }

    /// Each part's gradient is the steps of gradY that are its own. Keeps no values.
    record Backward(List<Tensor> parts, int axis) implements GradientRule {
        @Override
        public String op() {
            return "concat";
        }

        @Override
        public List<Tensor> inputs() {
            return parts;
        }

        @Override
        public boolean reads(Tensor tensor) {
            return false;
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            int start = 0;
            for (Tensor part : parts) {
                var steps = new Steps(gradY.shape(), axis, start);
                int count = part.shape().dim(axis);
                gradients.into(part, grad -> steps.copyTo(ws, gradY.buffer(), grad, count));
                start += count;
            }
        }
    }
}
