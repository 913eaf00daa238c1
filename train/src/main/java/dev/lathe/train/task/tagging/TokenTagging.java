package dev.lathe.train.task.tagging;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.config.ProblemType;
import dev.lathe.bert.heads.BertForTokenClassification;
import dev.lathe.tensor.Tensor;
import dev.lathe.train.data.tags.TaggedSentence;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.EvaluationBatches;
import dev.lathe.train.evaluate.LossSum;
import dev.lathe.train.loss.LabelLoss;
import dev.lathe.train.task.LabelHead;
import dev.lathe.train.task.Objective;
import dev.lathe.train.task.TaskModel;
import java.util.Arrays;
import java.util.List;

/// A model that gives each word of a sentence a tag.
final class TokenTagging implements TaskModel<TaggedSentence, TaggedWindow> {
    private final BertForTokenClassification model;
    private final LabelHead head;
    private final TagEncoding encoding;
    private final TaggingScores scores;
    private final LabelLoss loss;

    TokenTagging(BertForTokenClassification model, LabelHead head, TagEncoding encoding, TaggingScores scores, LabelLoss loss) {
        this.model = model;
        this.head = head;
        this.encoding = encoding;
        this.scores = scores;
        this.loss = loss;
    }

    /// A long sentence becomes several windows.
    @Override
    public List<TaggedWindow> encode(List<TaggedSentence> examples) {
        return examples.stream().flatMap(sentence -> encoding.encode(sentence, head.labels()).stream()).toList();
    }

    @Override
    public boolean startsAnew(String parameter) {
        return head.startsAnew(parameter);
    }

    @Override
    public Objective<TaggedWindow> objective() {
        return new TaggingLoss(model, loss);
    }

    @Override
    public Evaluation evaluate(List<TaggedWindow> examples, EvaluationBatches batches) {
        var predicted = new PredictedTags(examples, head.labels().names());
        var sum = new LossSum();
        batches.run(examples.stream().map(TaggedWindow::tokens).toList(), (ws, tokens, batch) -> {
            List<TaggedWindow> windows = Arrays.stream(batch).mapToObj(examples::get).toList();
            Tensor logits = model.logits(ws, tokens);
            var part = TaggingLoss.of(ws, tokens, logits, windows);
            sum.add(part.mean().item(), part.terms(), part.tokens());
            predicted.read(windows, logits);
        });
        return scores.evaluation(sum.mean(), predicted);
    }

    @Override
    public ModelConfig config(BertConfig encoder) {
        return new ModelConfig(
                encoder, encoder.family().architecture(ModelHead.TOKEN_CLASSIFICATION), head.labels().names(),
                ProblemType.UNSPECIFIED);
    }
}
