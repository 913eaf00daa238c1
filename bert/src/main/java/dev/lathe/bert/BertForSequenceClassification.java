package dev.lathe.bert;

import dev.lathe.nn.Dropout;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.Linear;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;

/// BERT with a classifier over whole texts or pairs of texts.
///
/// Source: Devlin et al., 2019, section 4.1; names as in Hugging Face's class of this name.
public final class BertForSequenceClassification {
    private final BertModel bert;
    private final BertPooler pooler;
    private final Dropout dropout;
    private final Linear classifier;

    /// @param classes number of labels
    public BertForSequenceClassification(ModelScope scope, BertConfig config, int classes) {
        bert = new BertModel(scope.child("bert"), config);
        pooler = new BertPooler(scope.child("bert").child("pooler"), config);
        dropout = new Dropout(scope, config.classifierDropout());
        classifier = new Linear(
                scope.child("classifier"), config.hiddenSize(), classes,
                Initializer.normal(config.initializerRange()));
    }

    /// One score for each class, `[sequences,classes]`; see [dev.lathe.tensor.op.SoftmaxOp] for probabilities.
    public Tensor logits(Workspace ws, TokenBatch batch) {
        Tensor hidden = bert.lastHiddenState(ws, batch);
        Tensor pooled = pooler.forward(ws, hidden, batch.sequences());
        return classifier.forward(ws, dropout.forwardPooled(ws, pooled, batch.sequences()));
    }
}
