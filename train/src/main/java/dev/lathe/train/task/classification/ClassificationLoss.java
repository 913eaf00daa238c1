package dev.lathe.train.task.classification;

import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.loss.CrossEntropyOp;
import dev.lathe.train.task.Objective;
import java.util.List;

/// Cross-entropy between the scores of a text's classes and its one label, in nats.
record ClassificationLoss(BertForSequenceClassification model) implements Objective<ClassifiedText> {
    @Override
    public PartLoss of(Workspace ws, List<ClassifiedText> examples, int firstExample) {
        TokenBatch tokens = TokenBatch.of(ws, examples.stream().map(ClassifiedText::text).toList(), firstExample);
        return of(ws, tokens, model.logits(ws, tokens), examples);
    }

    /// The loss of scores that are there already.
    ///
    /// @param logits `[examples,labels]`
    static PartLoss of(Workspace ws, TokenBatch tokens, Tensor logits, List<ClassifiedText> examples) {
        int[] labels = examples.stream().mapToInt(ClassifiedText::label).toArray();
        Tensor loss = CrossEntropyOp.apply(ws, logits, ws.ofInts(Shape.of(labels.length), labels));
        return new PartLoss(loss, labels.length, tokens.sequences().tokens());
    }
}
