package dev.lathe.train.task.choice;

import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.heads.BertForMultipleChoice;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.loss.SpanCrossEntropyOp;
import dev.lathe.train.task.Objective;
import java.util.List;

/// Cross-entropy between the scores of a question's choices and the right one, in nats.
///
/// @param model gives each choice a score
/// @param mostChoices of a question of the training data: so many numbers each question has, for what dropout counts
record ChoiceLoss(BertForMultipleChoice model, int mostChoices) implements Objective<EncodedChoices> {

    @Override
    public PartLoss of(Workspace ws, List<EncodedChoices> examples, int firstExample) {
        TokenBatch tokens = TokenBatch.of(
                ws, examples.stream().flatMap(example -> example.choices().stream()).toList(),
                Math.multiplyExact(firstExample, mostChoices));
        // A question is to its choices what a sequence is to its tokens: one of them is to be pointed at.
        var questions = PackedSequences.of(ws, examples.stream().mapToInt(example -> example.choices().size()).toArray());
        int[] labels = examples.stream().mapToInt(EncodedChoices::label).toArray();
        Tensor loss = SpanCrossEntropyOp.apply(
                ws, model.logits(ws, tokens), questions, ws.ofInts(Shape.of(labels.length, 1), labels));
        return new PartLoss(loss, labels.length, tokens.sequences().tokens());
    }
}
