package dev.lathe.bert;

import dev.lathe.nn.Dropout;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.Linear;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;

/// BERT or a relative with a classifier over every token: named entities, parts of speech.
///
/// Source: Devlin et al., 2019, section 5.3; names as in Hugging Face's `BertForTokenClassification` and so on, which
/// have no pooler.
public final class BertForTokenClassification {
    private final BertModel bert;
    private final Dropout dropout;
    private final Linear classifier;

    /// @param classes number of labels
    public BertForTokenClassification(ModelScope scope, BertConfig config, int classes) {
        bert = BertModel.below(scope, config);
        dropout = new Dropout(scope, config.family().tokenDropouts().classification().applyAsDouble(config));
        classifier = new Linear(
                scope.child("classifier"), config.hiddenSize(), classes,
                Initializer.normal(config.initializerRange()));
    }

    /// One score for each token and class, `[tokens,classes]`.
    public Tensor logits(Workspace ws, TokenBatch batch) {
        Tensor hidden = bert.lastHiddenState(ws, batch);
        return classifier.forward(ws, dropout.forward(ws, hidden, batch.sequences()));
    }
}
