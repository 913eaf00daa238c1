package example;

import dev.lathe.Device;
import dev.lathe.tensor.GradientRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.Value;
import java.util.List;

/// An op of one's own that is computed in plain Java, and its gradient beside finite differences.
public final class HostOp {
    private HostOp() {}

    // README
    /// |x|, computed on the host.
    record Abs(Tensor x) implements GradientRule {
        static Tensor apply(Workspace ws, Tensor x) {
            float[] values = x.toArray();
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.abs(values[i]);
            }
            return ws.record(ws.of(x.shape(), values), new Abs(x));
        }

        @Override
        public String op() {
            return "abs";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            float[] values = x.toArray();
            float[] gradient = gradY.toArray();
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] *= Math.signum(values[i]);
            }
            gradients.add(x, gradient);
        }
    }

    /// A loss that uses x twice, so that both ways back are added.
    static Value loss(Workspace ws, Tensor x) {
        Value v = Value.of(ws, x);
        return v.through(Abs::apply).mul(v).sum();
    }

    static double difference(Workspace ws, float x) {
        float h = 1e-2f;
        return (loss(ws, ws.of(Shape.of(1), x + h)).item() - loss(ws, ws.of(Shape.of(1), x - h)).item()) / (2 * h);
    }
    // README end

    public static void main(String[] arguments) {
        float[] at = {-1.5f, 0.25f, 2};
        try (var device = Device.cpu(); var ws = Workspace.recording("step", device.backend())) {
            Tensor x = ws.variable(Shape.of(3), at);
            loss(ws, x).backward();
            for (int i = 0; i < at.length; i++) {
                System.out.println(x.gradient().toArray()[i] + " " + difference(ws, at[i]));
            }
        }
    }
}
