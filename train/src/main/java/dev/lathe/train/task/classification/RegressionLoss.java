package dev.lathe.train.task.classification;

import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.tensor.ExampleRows;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.loss.MeanSquaredErrorOp;
import dev.lathe.train.task.Objective;
import java.util.List;
import java.util.Optional;

/// Squared distance between a text's number and what the head says.
record RegressionLoss(BertForSequenceClassification model) implements Objective<ScoredText> {
    @Override
    public Optional<ExampleRows> rows(List<ScoredText> examples) {
        return Optional.of(ExampleRows.oneEach(examples.size()));
    }

    @Override
    public PartLoss of(Workspace ws, List<ScoredText> examples, int firstExample) {
        TokenBatch tokens = TokenBatch.of(ws, examples.stream().map(ScoredText::text).toList(), firstExample);
        Tensor outputs = model.logits(ws, tokens);
        Tensor loss = MeanSquaredErrorOp.apply(ws, outputs, targets(ws, outputs, examples));
        return new PartLoss(loss, examples.size(), tokens.sequences().tokens());
    }

    private static Tensor targets(Workspace ws, Tensor outputs, List<ScoredText> examples) {
        var values = new float[examples.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = examples.get(i).score();
        }
        return ws.of(outputs.shape(), values);
    }
}
