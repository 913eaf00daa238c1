package dev.lathe.train.task.tagging;

import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.heads.BertForTokenClassification;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.loss.CrossEntropyOp;
import dev.lathe.train.task.Objective;
import java.util.Arrays;
import java.util.List;

/// Cross-entropy between the scores of a word's first piece and its tag, in nats; all other tokens count nothing.
record TaggingLoss(BertForTokenClassification model) implements Objective<TaggedWindow> {

    @Override
    public PartLoss of(Workspace ws, List<TaggedWindow> examples, int firstExample) {
        TokenBatch tokens = TokenBatch.of(ws, examples.stream().map(TaggedWindow::tokens).toList(), firstExample);
        return of(ws, tokens, model.logits(ws, tokens), examples);
    }

    /// The loss of scores that are known already.
    static PartLoss of(Workspace ws, TokenBatch tokens, Tensor logits, List<TaggedWindow> examples) {
        int[] labels = examples.stream().flatMapToInt(window -> Arrays.stream(window.labels())).toArray();
        Tensor loss = CrossEntropyOp.apply(ws, logits, ws.ofInts(Shape.of(labels.length), labels));
        int judged = examples.stream().mapToInt(window -> window.words().length).sum();
        return new PartLoss(loss, judged, tokens.sequences().tokens());
    }
}
