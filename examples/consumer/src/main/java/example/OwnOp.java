package example;

import dev.lathe.Device;
import dev.lathe.tensor.GradientRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.op.Value;
import java.util.Arrays;
import java.util.List;

/// Two ops of one's own: one written with others, and one with a gradient of its own.
public final class OwnOp {
    private OwnOp() {}

    // README
    /// x sigmoid(x) (Ramachandran et al., 2017): the gradient follows from the ops.
    static Value swish(Value x) {
        return x.mul(x.sigmoid());
    }

    /// Passes `x` on as it is and its gradient reversed (Ganin and Lempitsky, 2015).
    record GradientReversal(Tensor x, float strength) implements GradientRule {
        static Tensor apply(Workspace ws, Tensor x, float strength) {
            Tensor y = ws.empty(x.shape());
            ws.backend().arithmetic().copy(x.buffer(), new Destination(y.buffer(), false), x.shape().size());
            return ws.record(y, new GradientReversal(x, strength));
        }

        @Override
        public String op() {
            return "gradientReversal";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            gradients.into(x, gradX -> ws.backend().arithmetic()
                    .scale(gradY.buffer(), -strength, gradX, x.shape().size()));
        }
    }
    // README end

    public static void main(String[] arguments) {
        try (var device = Device.cpu(); var ws = Workspace.recording("step", device.backend())) {
            Tensor x = ws.variable(Shape.of(3), -1, 0, 2);
            Value y = swish(Value.of(ws, GradientReversal.apply(ws, x, 0.5f)));
            System.out.println(Arrays.toString(y.toArray()));
            y.sum().backward();
            System.out.println(Arrays.toString(x.gradient().toArray()));
        }
    }
}
