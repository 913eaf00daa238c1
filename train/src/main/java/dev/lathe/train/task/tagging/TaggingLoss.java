package dev.lathe.train.task.tagging;

import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.heads.BertForTokenClassification;
import dev.lathe.tensor.ExampleRows;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.loss.CrossEntropyOp;
import dev.lathe.train.loss.LabelLoss;
import dev.lathe.train.task.Objective;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Cross-entropy between the scores of a word's first piece and its tag, in nats, or what options make of it; all other tokens count
/// nothing.
record TaggingLoss(BertForTokenClassification model, LabelLoss loss) implements Objective<TaggedWindow> {
    @Override
    public Optional<ExampleRows> rows(List<TaggedWindow> examples) {
        int[] owners = IntStream.range(0, examples.size()).flatMap(example -> Arrays.stream(examples.get(example).labels())
                .map(label -> label == CrossEntropyOp.IGNORE_INDEX ? ExampleRows.NOBODY : example)).toArray();
        return Optional.of(ExampleRows.of(examples.size(), owners));
    }

    @Override
    public PartLoss of(Workspace ws, List<TaggedWindow> examples, int firstExample) {
        TokenBatch tokens = TokenBatch.of(ws, examples.stream().map(TaggedWindow::tokens).toList(), firstExample);
        Tensor logits = model.logits(ws, tokens);
        int[] labels = labels(examples);
        int read = tokens.sequences().tokens();
        if (!loss.takesTwo()) {
            return new PartLoss(loss.of(ws, logits, labels), judged(examples), read, loss.weight(labels));
        }
        TokenBatch again = TokenBatch.of(ws, examples.stream().map(TaggedWindow::tokens).toList(), firstExample + SECOND_PASS);
        Tensor both = loss.of(ws, logits, model.logits(ws, again), labels);
        return new PartLoss(both, judged(examples), 2 * read, loss.weight(labels));
    }

    /// The plain loss of scores that are known already.
    static PartLoss of(Workspace ws, TokenBatch tokens, Tensor logits, List<TaggedWindow> examples) {
        int[] labels = labels(examples);
        Tensor loss = CrossEntropyOp.apply(ws, logits, ws.ofInts(Shape.of(labels.length), labels));
        return new PartLoss(loss, judged(examples), tokens.sequences().tokens());
    }

    private static int[] labels(List<TaggedWindow> examples) {
        return examples.stream().flatMapToInt(window -> Arrays.stream(window.labels())).toArray();
    }

    private static int judged(List<TaggedWindow> examples) {
        return examples.stream().mapToInt(window -> window.words().length).sum();
    }
}
