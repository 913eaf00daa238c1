package dev.lathe.bert.encoder;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.LayerNames;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.Linear;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.product.AttentionOp;

/// Every token looks at every token of its sequence, in several heads.
///
/// Source: Vaswani et al., 2017, section 3.2.2.
final class BertSelfAttention {
    private final KeyPrefix prefix;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final AttentionOp.Config attention;
    private final String sharesPlace;

    /// @param scope the layer's
    BertSelfAttention(ModelScope scope, BertConfig config, KeyPrefix prefix) {
        this.prefix = prefix;
        Initializer normal = Initializer.normal(config.initializerRange());
        int hidden = config.hiddenSize();
        LayerNames names = config.family().layerNames();
        query = scope.linear(names.query(), hidden, hidden, normal);
        key = scope.linear(names.key(), hidden, hidden, normal);
        value = scope.linear(names.value(), hidden, hidden, normal);
        attention = new AttentionOp.Config(
                config.numAttentionHeads(), (float) config.attentionProbsDropoutProb(),
                scope.dropoutSite(), config.maxPositionEmbeddings());
        sharesPlace = scope.path() + ".shares";
    }

    /// `[tokens,hidden]` to the same shape.
    Tensor forward(Workspace ws, Tensor x, PackedSequences sequences) {
        Tensor q = query.forward(ws, x, sequences);
        Tensor k = key.forward(ws, x, sequences);
        Tensor v = value.forward(ws, x, sequences);
        if (ws.isObserved(sharesPlace)) {
            Tensor shares = prefix.shares(ws, q, k, sequences, attention);
            ws.observe(sharesPlace, shares);
            ws.discard(shares);
        }
        Tensor context = prefix.context(ws, q, k, v, sequences, attention);
        ws.discard(q);
        ws.discard(k);
        ws.discard(v);
        return context;
    }
}
