package dev.lathe.bert.heads;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.HiddenAct;
import dev.lathe.bert.config.ModelFamily;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.bert.encoder.Encoder;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.Linear;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;

/// ELECTRA's discriminator: tells which tokens of a text were replaced by others.
///
/// Source: Clark et al., 2020, section 2; names as in Hugging Face's class of this name.
public final class ElectraForPreTraining {
    private final Encoder encoder;
    private final Linear dense;
    private final HiddenAct act;
    private final Linear prediction;

    /// @throws IllegalArgumentException for any other family, none of which has this head
    public ElectraForPreTraining(ModelScope scope, BertConfig config) {
        this(scope, BertModel.below(scope, config));
    }

    /// On any encoder.
    ///
    /// @param scope the root, where the head's parameters stand
    public ElectraForPreTraining(ModelScope scope, Encoder encoder) {
        this.encoder = encoder;
        BertConfig config = encoder.config();
        if (config.family() != ModelFamily.ELECTRA) {
            throw new IllegalArgumentException(
                    "replaced token detection: " + config.family().modelType() + ": only electra has this head");
        }
        Initializer normal = Initializer.normal(config.initializerRange());
        ModelScope predictions = scope.child("discriminator_predictions");
        dense = predictions.linear("dense", config.hiddenSize(), config.hiddenSize(), normal);
        act = config.hiddenAct();
        prediction = predictions.linear("dense_prediction", config.hiddenSize(), 1, normal);
    }

    /// One score for each token, `[tokens,1]`: above 0 where it was probably replaced.
    public Tensor logits(Workspace ws, TokenBatch batch) {
        Tensor hidden = encoder.lastHiddenState(ws, batch);
        return prediction.forward(ws, act.apply(ws, dense, hidden));
    }
}
