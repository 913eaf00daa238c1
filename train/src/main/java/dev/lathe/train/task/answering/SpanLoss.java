package dev.lathe.train.task.answering;

import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.heads.BertForQuestionAnswering;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.loss.SpanCrossEntropyOp;
import dev.lathe.train.task.Objective;
import java.util.List;
import java.util.stream.IntStream;

/// Mean of two cross-entropies, in nats: of the token where the answer starts among all of its window, and of that where it ends.
record SpanLoss(BertForQuestionAnswering model) implements Objective<QuestionWindow> {
    private static final int START_AND_END = 2;

    @Override
    public PartLoss of(Workspace ws, List<QuestionWindow> examples, int firstExample) {
        TokenBatch tokens = TokenBatch.of(ws, examples.stream().map(QuestionWindow::tokens).toList(), firstExample);
        return of(ws, tokens, model.logits(ws, tokens), examples);
    }

    /// The loss of scores that are known already.
    static PartLoss of(Workspace ws, TokenBatch tokens, Tensor logits, List<QuestionWindow> examples) {
        int[] places = examples.stream().flatMapToInt(window -> IntStream.of(window.start(), window.end())).toArray();
        Tensor positions = ws.ofInts(Shape.of(examples.size(), START_AND_END), places);
        Tensor loss = SpanCrossEntropyOp.apply(ws, logits, tokens.sequences(), positions);
        return new PartLoss(loss, examples.size(), tokens.sequences().tokens());
    }
}
