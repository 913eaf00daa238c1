package example;

import dev.lathe.Device;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.Value;
import java.util.Arrays;

/// A loss of one's own: what is easy counts less.
public final class OwnLoss {
    private OwnLoss() {}

    // README
    /// Focal loss with γ = 2 (Lin et al., 2017): the mean of -(1 - p)² log p, p of the right class.
    static Value focal(Value logits, Tensor oneHot) {
        Value logP = logits.logSoftmax().mul(logits.with(oneHot)).sum(-1);
        Value rest = logP.exp().scale(-1).add(1);
        return rest.mul(rest).mul(logP).mean().scale(-1);
    }
    // README end

    public static void main(String[] arguments) {
        try (var device = Device.cpu(); var ws = Workspace.recording("step", device.backend())) {
            Tensor logits = ws.variable(Shape.of(2, 3), 2, 0, 0, 0, 1, 3);
            Value loss = focal(Value.of(ws, logits), ws.of(Shape.of(2, 3), 1, 0, 0, 0, 1, 0));
            loss.backward();
            System.out.println(loss.item() + " " + Arrays.toString(logits.gradient().toArray()));
        }
    }
}
