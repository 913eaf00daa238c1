package dev.lathe.bert.heads;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.HiddenAct;
import dev.lathe.bert.config.ModelFamily;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.LayerNorm;
import dev.lathe.nn.Linear;
import dev.lathe.nn.ModelScope;
import dev.lathe.nn.TiedLinear;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.shape.GatherOp;

/// Guesses tokens from hidden states: a transformation, then a product with the word embeddings themselves.
///
/// Source: Devlin et al., 2019, section 3.1, task 1.
final class BertLmHead {
    private final Linear dense;
    private final HiddenAct act;
    private final LayerNorm layerNorm;
    private final TiedLinear decoder;

    /// @param scope the root
    /// @param wordEmbeddings `[vocabulary,embedding]`
    BertLmHead(ModelScope scope, BertConfig config, Parameter wordEmbeddings) {
        ModelFamily.MaskedWordNames names = config.family().maskedWords();
        dense = scope.linear(names.dense(), config.hiddenSize(), config.embeddingSize(),
                Initializer.normal(config.initializerRange()));
        act = names.activation().apply(config);
        layerNorm = new LayerNorm(scope.child(names.layerNorm()), config.embeddingSize(), config.layerNormEps());
        decoder = new TiedLinear(scope.child(names.decoder()), wordEmbeddings);
    }

    /// A score for each word of the vocabulary, for the chosen tokens only: `[count,vocabulary]`. A whole batch's
    /// would be forty times its hidden states.
    ///
    /// @param hidden `[tokens,hidden]`
    /// @param rows I32 `[count]`: rows of `hidden`
    Tensor forward(Workspace ws, Tensor hidden, Tensor rows) {
        Tensor chosen = GatherOp.apply(ws, hidden, rows);
        Tensor transformed = act.apply(ws, dense, chosen);
        return decoder.forward(ws, layerNorm.forward(ws, transformed));
    }
}
