package dev.lathe.bert;

import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;

/// BERT or a relative with a classifier over whole texts or pairs of texts.
///
/// Source: Devlin et al., 2019, section 4.1; names as in Hugging Face's `BertForSequenceClassification`,
/// `DistilBertForSequenceClassification` and so on.
public final class BertForSequenceClassification {
    private final BertModel bert;
    private final FirstTokenHead classifier;

    /// @param classes number of labels
    public BertForSequenceClassification(ModelScope scope, BertConfig config, int classes) {
        bert = BertModel.below(scope, config);
        classifier = new FirstTokenHead(scope, config, config.family().classification(), classes);
    }

    /// One score for each class, `[sequences,classes]`. What they mean is the [ProblemType]'s: with a
    /// [softmax][dev.lathe.tensor.op.SoftmaxOp] probabilities of which one is true, with a sigmoid each probabilities
    /// of their own, or the numbers themselves.
    public Tensor logits(Workspace ws, TokenBatch batch) {
        return classifier.forward(ws, bert.lastHiddenState(ws, batch), batch.sequences());
    }
}
