package dev.lathe.train.task.classification;

import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.loss.CrossEntropyOp;
import dev.lathe.train.loss.LabelLoss;
import dev.lathe.train.task.Objective;
import java.util.List;

/// Cross-entropy between the scores of a text's classes and its one label, in nats, or what options make of it.
record ClassificationLoss(BertForSequenceClassification model, LabelLoss loss) implements Objective<ClassifiedText> {
    /// Without options.
    ClassificationLoss(BertForSequenceClassification model) {
        this(model, LabelLoss.USUAL);
    }

    @Override
    public PartLoss of(Workspace ws, List<ClassifiedText> examples, int firstExample) {
        TokenBatch tokens = TokenBatch.of(ws, examples.stream().map(ClassifiedText::text).toList(), firstExample);
        Tensor logits = model.logits(ws, tokens);
        int[] labels = labels(examples);
        int read = tokens.sequences().tokens();
        if (!loss.takesTwo()) {
            return new PartLoss(loss.of(ws, logits, labels), labels.length, read, loss.weight(labels));
        }
        TokenBatch again = TokenBatch.of(ws, examples.stream().map(ClassifiedText::text).toList(), firstExample + SECOND_PASS);
        Tensor both = loss.of(ws, logits, model.logits(ws, again), labels);
        return new PartLoss(both, labels.length, 2 * read, loss.weight(labels));
    }

    /// The plain loss of scores that are there already.
    ///
    /// @param logits `[examples,labels]`
    static PartLoss of(Workspace ws, TokenBatch tokens, Tensor logits, List<ClassifiedText> examples) {
        int[] labels = labels(examples);
        Tensor loss = CrossEntropyOp.apply(ws, logits, ws.ofInts(Shape.of(labels.length), labels));
        return new PartLoss(loss, labels.length, tokens.sequences().tokens());
    }

    private static int[] labels(List<ClassifiedText> examples) {
        return examples.stream().mapToInt(ClassifiedText::label).toArray();
    }
}
