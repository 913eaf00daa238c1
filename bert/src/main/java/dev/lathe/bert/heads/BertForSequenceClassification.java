package dev.lathe.bert.heads;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ProblemType;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.bert.encoder.Encoder;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;

/// BERT or a relative with a classifier over whole texts or pairs of texts.
///
/// Source: Devlin et al., 2019, section 4.1; names as in Hugging Face's `BertForSequenceClassification`,
/// `DistilBertForSequenceClassification` and so on.
public final class BertForSequenceClassification {
    private final Encoder encoder;
    private final FirstTokenHead classifier;

    /// @param classes number of labels
    public BertForSequenceClassification(ModelScope scope, BertConfig config, int classes) {
        this(scope, BertModel.below(scope, config), classes);
    }

    /// On any encoder.
    ///
    /// @param scope the root, where the head's parameters stand
    public BertForSequenceClassification(ModelScope scope, Encoder encoder, int classes) {
        this.encoder = encoder;
        BertConfig config = encoder.config();
        classifier = new FirstTokenHead(scope, config, config.family().classification(), classes);
    }

    /// One score for each class, `[sequences,classes]`. What they mean is the [ProblemType]'s: with a
    /// [softmax][dev.lathe.tensor.op.norm.SoftmaxOp] probabilities of which one is true, with a sigmoid each probabilities
    /// of their own, or the numbers themselves.
    public Tensor logits(Workspace ws, TokenBatch batch) {
        return logits(ws, pooled(ws, batch));
    }

    /// What the classifier's last map reads of each text, `[sequences,hidden]`: in a training after dropout.
    public Tensor pooled(Workspace ws, TokenBatch batch) {
        return classifier.pooled(ws, encoder.lastHiddenState(ws, batch), batch.sequences());
    }

    /// The scores of texts of which [#pooled] is there already.
    public Tensor logits(Workspace ws, Tensor pooled) {
        return classifier.scores(ws, pooled);
    }

    /// The same of hidden states that are there already.
    ///
    /// @param hidden of the encoder, `[tokens,hidden]`
    public Tensor logits(Workspace ws, Tensor hidden, PackedSequences sequences) {
        return classifier.forward(ws, hidden, sequences);
    }
}
