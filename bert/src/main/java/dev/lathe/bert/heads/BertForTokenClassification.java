package dev.lathe.bert.heads;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.bert.encoder.Encoder;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.nn.Dropout;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.Linear;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;

/// BERT or a relative with a classifier over every token: named entities, parts of speech.
///
/// Source: Devlin et al., 2019, section 5.3; names as in Hugging Face's `BertForTokenClassification` and so on, which
/// have no pooler.
public final class BertForTokenClassification {
    private final Encoder encoder;
    private final Dropout dropout;
    private final Linear classifier;

    /// @param classes number of labels
    public BertForTokenClassification(ModelScope scope, BertConfig config, int classes) {
        this(scope, BertModel.below(scope, config), classes);
    }

    /// On any encoder.
    ///
    /// @param scope the root, where the head's parameters stand
    public BertForTokenClassification(ModelScope scope, Encoder encoder, int classes) {
        this.encoder = encoder;
        BertConfig config = encoder.config();
        dropout = new Dropout(scope, config.family().tokenDropouts().classification().applyAsDouble(config));
        classifier = scope.linear("classifier", config.hiddenSize(), classes,
                Initializer.normal(config.initializerRange()));
    }

    /// One score for each token and class, `[tokens,classes]`.
    public Tensor logits(Workspace ws, TokenBatch batch) {
        return logits(ws, encoder.lastHiddenState(ws, batch), batch.sequences());
    }

    /// The same of hidden states that are there already.
    ///
    /// @param hidden of the encoder, `[tokens,hidden]`
    public Tensor logits(Workspace ws, Tensor hidden, PackedSequences sequences) {
        return classifier.forward(ws, dropout.forward(ws, hidden, sequences));
    }
}
