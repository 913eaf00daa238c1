package dev.lathe.train.task.classification;

import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.loss.BinaryCrossEntropyOp;
import dev.lathe.train.task.Objective;
import java.util.List;

/// Binary cross-entropy of each label of each text, in nats.
record MultiLabelLoss(BertForSequenceClassification model) implements Objective<MultiLabelledText> {
    @Override
    public PartLoss of(Workspace ws, List<MultiLabelledText> examples, int firstExample) {
        TokenBatch tokens = TokenBatch.of(ws, examples.stream().map(MultiLabelledText::text).toList(), firstExample);
        return of(ws, tokens, model.logits(ws, tokens), examples);
    }

    /// The loss of scores that are there already.
    ///
    /// @param logits `[examples,labels]`
    static PartLoss of(Workspace ws, TokenBatch tokens, Tensor logits, List<MultiLabelledText> examples) {
        Tensor loss = BinaryCrossEntropyOp.apply(ws, logits, targets(ws, logits, examples));
        return new PartLoss(loss, examples.size(), tokens.sequences().tokens());
    }

    /// 1 where a text has a label, else 0, in the shape of the logits.
    private static Tensor targets(Workspace ws, Tensor logits, List<MultiLabelledText> examples) {
        var values = new float[logits.shape().size()];
        int at = 0;
        for (MultiLabelledText example : examples) {
            for (boolean has : example.labels()) {
                values[at++] = has ? 1 : 0;
            }
        }
        return ws.ofKnown(logits.shape(), values);
    }
}
