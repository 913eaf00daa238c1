package dev.lathe.bert.encoder;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.nn.Dropout;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.LayerNorm;
import dev.lathe.nn.Linear;
import dev.lathe.nn.ModelScope;
import dev.lathe.nn.Residual;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.AddOp;

/// The end of both halves of a layer, called `output` in BERT's checkpoints: a linear map back to the hidden size,
/// dropout, the half's input added, and normalisation.
///
/// Source: Vaswani et al., 2017, sections 3.1 and 5.4.
final class BertResidual {
    private final Linear dense;
    private final Residual residual;
    private final LayerNorm layerNorm;
    private final Dropout dropout;

    /// @param scope the layer's
    /// @param dense name of the linear map
    /// @param norm name of the normalisation
    /// @param in features of what is mapped back
    BertResidual(ModelScope scope, String dense, String norm, int in, BertConfig config) {
        ModelScope normScope = scope.child(norm);
        this.dense = scope.linear(dense, in, config.hiddenSize(), Initializer.normal(config.initializerRange()));
        residual = scope.residual(dense, config.hiddenSize());
        layerNorm = new LayerNorm(normScope, config.hiddenSize(), config.layerNormEps());
        dropout = new Dropout(normScope, config.hiddenDropoutProb());
    }

    /// LayerNorm(residual(dropout(dense(x))) + input), `[tokens,hidden]`, where a residual is mostly what it is given. Gives the memory of `x` back.
    Tensor forward(Workspace ws, Tensor x, Tensor input, PackedSequences sequences) {
        Tensor mapped = dense.forward(ws, x, sequences);
        ws.discard(x);
        Tensor dropped = dropout.forward(ws, mapped, sequences);
        if (dropped != mapped) {
            ws.discard(mapped);
        }
        Tensor ended = residual.forward(ws, dropped, input, layerNorm);
        Tensor sum = AddOp.apply(ws, ended, input);
        ws.discard(ended);
        Tensor normal = layerNorm.forward(ws, sum);
        ws.discard(sum);
        return normal;
    }
}
