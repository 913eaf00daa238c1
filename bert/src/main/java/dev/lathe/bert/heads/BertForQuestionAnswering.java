package dev.lathe.bert.heads;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.bert.encoder.Encoder;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.nn.Dropout;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.Linear;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;

/// BERT or a relative that finds the answer to a question in a text: scores for where it starts and where it ends.
///
/// Source: Devlin et al., 2019, section 4.2; names as in Hugging Face's `BertForQuestionAnswering` and so on, which
/// have no pooler.
public final class BertForQuestionAnswering {
    private static final int START_AND_END = 2;

    private final Encoder encoder;
    private final Dropout dropout;
    private final Linear outputs;

    public BertForQuestionAnswering(ModelScope scope, BertConfig config) {
        this(scope, BertModel.below(scope, config));
    }

    /// On any encoder.
    ///
    /// @param scope the root, where the head's parameters stand
    public BertForQuestionAnswering(ModelScope scope, Encoder encoder) {
        this.encoder = encoder;
        BertConfig config = encoder.config();
        dropout = new Dropout(scope, config.family().tokenDropouts().answer().applyAsDouble(config));
        outputs = scope.linear("qa_outputs", config.hiddenSize(), START_AND_END,
                Initializer.normal(config.initializerRange()));
    }

    /// Two scores for each token, `[tokens,2]`: that the answer starts with it, and that it ends with it.
    public Tensor logits(Workspace ws, TokenBatch batch) {
        Tensor hidden = encoder.lastHiddenState(ws, batch);
        return outputs.forward(ws, dropout.forward(ws, hidden, batch.sequences()));
    }
}
