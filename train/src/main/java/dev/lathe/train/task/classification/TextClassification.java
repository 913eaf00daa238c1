package dev.lathe.train.task.classification;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.config.ProblemType;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.tensor.Tensor;
import dev.lathe.train.data.LabelSet;
import dev.lathe.train.data.TextExample;
import dev.lathe.train.evaluate.ClassificationReport;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.EvaluationBatches;
import dev.lathe.train.evaluate.LossSum;
import dev.lathe.train.evaluate.Outcomes;
import dev.lathe.train.evaluate.score.SampleScore;
import dev.lathe.train.task.CutTexts;
import dev.lathe.train.task.LabelHead;
import dev.lathe.train.task.Objective;
import dev.lathe.train.task.TaskModel;
import dev.lathe.train.task.TextEncoding;
import java.util.Arrays;
import java.util.List;

/// A classifier of texts and its labels.
final class TextClassification implements TaskModel<TextExample, ClassifiedText> {
    private final BertForSequenceClassification model;
    private final LabelHead head;
    private final LabelSet labels;
    private final TextEncoding encoding;

    TextClassification(BertForSequenceClassification model, LabelHead head, TextEncoding encoding) {
        this.model = model;
        this.head = head;
        this.labels = head.labels();
        this.encoding = encoding;
    }

    /// Whether a model has a head over whole texts. Labels of a file that names no head are of one.
    static boolean isHeadOf(ModelConfig config) {
        return config.head().filter(
                head -> head == ModelHead.SEQUENCE_CLASSIFICATION || head == ModelHead.NONE).isPresent();
    }

    @Override
    public List<ClassifiedText> encode(List<TextExample> examples) {
        return examples.stream()
                .map(e -> new ClassifiedText(encoding.encode(e.text(), e.textPair()), labels.idOf(e)))
                .toList();
    }

    @Override
    public CutTexts cutTexts() {
        return encoding.cutTexts();
    }

    @Override
    public boolean startsAnew(String parameter) {
        return head.startsAnew(parameter);
    }

    @Override
    public Objective<ClassifiedText> objective() {
        return new ClassificationLoss(model);
    }

    @Override
    public Evaluation evaluate(List<ClassifiedText> examples, EvaluationBatches batches) {
        int[] gold = examples.stream().mapToInt(ClassifiedText::label).toArray();
        var predicted = new int[gold.length];
        var loss = new LossSum();
        batches.run(examples.stream().map(ClassifiedText::text).toList(), (ws, tokens, batch) -> {
            Tensor logits = model.logits(ws, tokens);
            var part = ClassificationLoss.of(ws, tokens, logits, Arrays.stream(batch).mapToObj(examples::get).toList());
            loss.add(part.mean().item(), part.terms(), part.tokens());
            float[] scores = logits.toArray();
            for (int i = 0; i < batch.length; i++) {
                predicted[batch[i]] = largest(scores, i * labels.size(), labels.size());
            }
        });
        return Evaluation.ofClasses(
                loss.mean(), ClassificationReport.of(gold, predicted, labels.names()), outcomes(gold, predicted));
    }

    private Outcomes outcomes(int[] gold, int[] predicted) {
        var right = new boolean[gold.length];
        for (int i = 0; i < gold.length; i++) {
            right[i] = gold[i] == predicted[i];
        }
        return Outcomes.ofShare("accuracy", right)
                .withPredicted(Arrays.stream(predicted).mapToObj(labels.names()::get).toList())
                .with("macro_f1", SampleScore.macroF1(gold, predicted, labels.size()));
    }

    private static int largest(float[] scores, int from, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (scores[from + i] > scores[from + best]) {
                best = i;
            }
        }
        return best;
    }

    @Override
    public ModelConfig config(BertConfig encoder) {
        return new ModelConfig(
                encoder, encoder.family().architecture(ModelHead.SEQUENCE_CLASSIFICATION), labels.names(),
                ProblemType.SINGLE_LABEL_CLASSIFICATION);
    }
}
