package dev.lathe.bert;

import dev.lathe.nn.Initializer;
import dev.lathe.nn.Linear;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;

/// One of the encoder's layers: self-attention, then a feed-forward network, each with a residual.
///
/// Source: Vaswani et al., 2017, section 3.1.
final class BertLayer {
    private final BertSelfAttention attention;
    private final BertResidual attentionOutput;
    private final Linear intermediate;
    private final HiddenAct hiddenAct;
    private final BertResidual output;

    BertLayer(ModelScope scope, BertConfig config) {
        LayerNames names = config.family().layerNames();
        attention = new BertSelfAttention(scope, config);
        attentionOutput = new BertResidual(
                scope.child(names.attentionDense()), scope.child(names.attentionNorm()), config.hiddenSize(), config);
        intermediate = new Linear(
                scope.child(names.intermediate()), config.hiddenSize(), config.intermediateSize(),
                Initializer.normal(config.initializerRange()));
        hiddenAct = config.hiddenAct();
        output = new BertResidual(
                scope.child(names.outputDense()), scope.child(names.outputNorm()), config.intermediateSize(), config);
    }

    /// `[tokens,hidden]` to the same shape.
    Tensor forward(Workspace ws, Tensor x, PackedSequences sequences) {
        Tensor attended = attentionOutput.forward(ws, attention.forward(ws, x, sequences), x, sequences);
        Tensor active = hiddenAct.apply(ws, intermediate, attended);
        Tensor y = output.forward(ws, active, attended, sequences);
        ws.discard(attended);
        return y;
    }
}
