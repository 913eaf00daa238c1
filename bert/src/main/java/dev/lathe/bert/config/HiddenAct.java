package dev.lathe.bert.config;

import dev.lathe.nn.Linear;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.GeluNewOp;
import dev.lathe.tensor.op.elementwise.GeluOp;
import dev.lathe.tensor.op.elementwise.ReluOp;
import dev.lathe.tensor.op.elementwise.TanhOp;

/// The activation between the two linear layers of an encoder block (`hidden_act`), or of a head.
public enum HiddenAct {
    /// `x/2 (1 + erf(x/√2))`, the exact form; called "gelu" or "gelu_python" in checkpoints.
    GELU("gelu"),
    /// `x/2 (1 + tanh(√(2/π) (x + 0.044715 x³)))`, the approximation; called "gelu_new", "gelu_fast", "gelu_accurate",
    /// "gelu_pytorch_tanh" or "gelu_python_tanh" in checkpoints, whose forms differ in their rounding.
    GELU_NEW("gelu_new"),
    /// `max(x, 0)`.
    RELU("relu"),
    /// The hyperbolic tangent.
    TANH("tanh");

    private final String key;

    HiddenAct(String key) {
        this.key = key;
    }

    /// The name that a checkpoint's `config.json` uses.
    public String key() {
        return key;
    }

    public Tensor apply(Workspace ws, Tensor x) {
        return switch (this) {
            case GELU -> GeluOp.apply(ws, x);
            case GELU_NEW -> GeluNewOp.apply(ws, x);
            case RELU -> ReluOp.apply(ws, x);
            case TANH -> TanhOp.apply(ws, x);
        };
    }

    /// The activation of what a linear layer makes of `x`: in one op where there is one.
    public Tensor apply(Workspace ws, Linear linear, Tensor x) {
        return this == GELU ? linear.forwardGelu(ws, x) : applyAndDiscard(ws, linear.forward(ws, x));
    }

    /// The same of a row for each token.
    ///
    /// @param sequences whose tokens the rows of `x` are
    public Tensor apply(Workspace ws, Linear linear, Tensor x, PackedSequences sequences) {
        return this == GELU
                ? linear.forwardGelu(ws, x, sequences) : applyAndDiscard(ws, linear.forward(ws, x, sequences));
    }

    private Tensor applyAndDiscard(Workspace ws, Tensor hidden) {
        Tensor active = apply(ws, hidden);
        ws.discard(hidden);
        return active;
    }

    /// The activation that a checkpoint names.
    ///
    /// @throws IllegalArgumentException for the name of any other, such as "quick_gelu"
    public static HiddenAct of(String key) {
        return switch (key) {
            case "gelu", "gelu_python" -> GELU;
            case "gelu_new", "gelu_fast", "gelu_accurate", "gelu_pytorch_tanh", "gelu_python_tanh" -> GELU_NEW;
            case "relu" -> RELU;
            case "tanh" -> TANH;
            default -> throw new IllegalArgumentException(
                    "hidden_act '" + key + "': only gelu, its approximation by tanh, relu and tanh are known");
        };
    }
}
