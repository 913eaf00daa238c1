package dev.lathe.train.task.classification;

import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.tensor.ExampleRows;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.loss.CrossEntropyOp;
import dev.lathe.train.fairness.GroupLoss;
import dev.lathe.train.loss.LabelLoss;
import dev.lathe.train.task.Objective;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Cross-entropy between the scores of a text's classes and its one label, in nats, or what options make of it.
record ClassificationLoss(BertForSequenceClassification model, LabelLoss loss, GroupLoss fair) implements Objective<ClassifiedText> {
    /// Without options.
    ClassificationLoss(BertForSequenceClassification model) {
        this(model, LabelLoss.USUAL, GroupLoss.NONE);
    }

    @Override
    public double rate(String parameter, double usual) {
        return fair.rate(parameter, usual);
    }

    @Override
    public Optional<ExampleRows> rows(List<ClassifiedText> examples) {
        return Optional.of(ExampleRows.oneEach(examples.size()));
    }

    @Override
    public PartLoss of(Workspace ws, List<ClassifiedText> examples, int firstExample) {
        TokenBatch tokens = TokenBatch.of(ws, examples.stream().map(ClassifiedText::text).toList(), firstExample);
        Tensor vectors = model.pooled(ws, tokens);
        Tensor logits = model.logits(ws, vectors);
        int[] labels = labels(examples);
        int read = tokens.sequences().tokens();
        List<String> groups = examples.stream().map(ClassifiedText::group).toList();
        Optional<double[]> weights = fair.weights(labels, groups);
        if (weights.isPresent()) {
            return new PartLoss(
                    loss.of(ws, logits, labels, weights.get()), labels.length, read, Arrays.stream(weights.get()).sum());
        }
        var pass = new GroupLoss.Pass(vectors, logits);
        double weight = loss.weight(labels);
        if (!loss.takesTwo()) {
            return new PartLoss(fair.corrected(ws, loss.of(ws, logits, labels), pass, labels, groups, weight), labels.length, read, weight);
        }
        TokenBatch again = TokenBatch.of(ws, examples.stream().map(ClassifiedText::text).toList(), firstExample + SECOND_PASS);
        Tensor both = loss.of(ws, logits, model.logits(ws, again), labels);
        return new PartLoss(fair.corrected(ws, both, pass, labels, groups, weight), labels.length, 2 * read, weight);
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
