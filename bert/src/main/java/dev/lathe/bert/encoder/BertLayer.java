package dev.lathe.bert.encoder;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.HiddenAct;
import dev.lathe.bert.config.LayerNames;
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
    private final String contextPlace;
    private final String intermediatePlace;
    private final String outputPlace;

    BertLayer(ModelScope scope, BertConfig config, KeyPrefix prefix) {
        LayerNames names = config.family().layerNames();
        attention = new BertSelfAttention(scope, config, prefix);
        attentionOutput = new BertResidual(
                scope, names.attentionDense(), names.attentionNorm(), config.hiddenSize(), config);
        intermediate = scope.linear(names.intermediate(), config.hiddenSize(), config.intermediateSize(),
                Initializer.normal(config.initializerRange()));
        hiddenAct = config.hiddenAct();
        output = new BertResidual(scope, names.outputDense(), names.outputNorm(), config.intermediateSize(), config);
        contextPlace = scope.path() + ".context";
        intermediatePlace = scope.path() + ".intermediate";
        outputPlace = scope.path() + ".output";
    }

    /// `[tokens,hidden]` to the same shape.
    Tensor forward(Workspace ws, Tensor x, PackedSequences sequences) {
        Tensor context = attention.forward(ws, x, sequences);
        ws.observe(contextPlace, context);
        Tensor attended = attentionOutput.forward(ws, context, x, sequences);
        Tensor active = hiddenAct.apply(ws, intermediate, attended, sequences);
        ws.observe(intermediatePlace, active);
        Tensor y = output.forward(ws, active, attended, sequences);
        ws.observe(outputPlace, y);
        ws.discard(attended);
        return y;
    }
}
