package dev.lathe.train.task.classification;

import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.tensor.ExampleRows;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.train.loss.DecisionLoss;
import dev.lathe.train.task.Objective;
import java.util.List;
import java.util.Optional;

/// Binary cross-entropy of each label of each text, in nats, or what options make of it.
record MultiLabelLoss(BertForSequenceClassification model, DecisionLoss loss) implements Objective<MultiLabelledText> {
    @Override
    public Optional<ExampleRows> rows(List<MultiLabelledText> examples) {
        return Optional.of(ExampleRows.oneEach(examples.size()));
    }

    @Override
    public PartLoss of(Workspace ws, List<MultiLabelledText> examples, int firstExample) {
        TokenBatch tokens = TokenBatch.of(ws, examples.stream().map(MultiLabelledText::text).toList(), firstExample);
        Tensor logits = model.logits(ws, tokens);
        int read = tokens.sequences().tokens();
        if (!loss.takesTwo()) {
            return new PartLoss(loss.of(ws, logits, targets(logits, examples)), examples.size(), read);
        }
        TokenBatch again = TokenBatch.of(ws, examples.stream().map(MultiLabelledText::text).toList(), firstExample + SECOND_PASS);
        Tensor both = loss.of(ws, logits, model.logits(ws, again), targets(logits, examples));
        return new PartLoss(both, examples.size(), 2 * read);
    }

    /// The plain loss of scores that are there already.
    ///
    /// @param logits `[examples,labels]`
    static PartLoss of(Workspace ws, TokenBatch tokens, Tensor logits, List<MultiLabelledText> examples) {
        Tensor loss = DecisionLoss.USUAL.of(ws, logits, targets(logits, examples));
        return new PartLoss(loss, examples.size(), tokens.sequences().tokens());
    }

    /// 1 where a text has a label, else 0, in the shape of the logits.
    private static float[] targets(Tensor logits, List<MultiLabelledText> examples) {
        var values = new float[logits.shape().size()];
        int at = 0;
        for (MultiLabelledText example : examples) {
            for (boolean has : example.labels()) {
                values[at++] = has ? 1 : 0;
            }
        }
        return values;
    }
}
