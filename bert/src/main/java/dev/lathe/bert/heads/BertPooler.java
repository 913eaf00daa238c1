package dev.lathe.bert.heads;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.Linear;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.TanhOp;
import dev.lathe.tensor.op.shape.GatherOp;

/// One vector a sequence, from the hidden state of its first token `[CLS]`.
public final class BertPooler {
    private final Linear dense;

    public BertPooler(ModelScope scope, BertConfig config) {
        dense = scope.linear("dense", config.hiddenSize(), config.hiddenSize(),
                Initializer.normal(config.initializerRange()));
    }

    /// tanh(dense(first token)): `[tokens,hidden]` to `[sequences,hidden]`.
    public Tensor forward(Workspace ws, Tensor hidden, PackedSequences sequences) {
        Tensor first = GatherOp.apply(ws, hidden, sequences.firstRowTensor());
        return TanhOp.apply(ws, dense.forward(ws, first));
    }
}
