package dev.lathe.train.task.classification;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.config.ProblemType;
import dev.lathe.bert.directory.LabelThresholds;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.bert.predict.Sigmoid;
import dev.lathe.tensor.Tensor;
import dev.lathe.train.data.labels.LabelSet;
import dev.lathe.train.data.text.MultiLabelExample;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.EvaluationBatches;
import dev.lathe.train.evaluate.LossSum;
import dev.lathe.train.evaluate.MultiLabelReport;
import dev.lathe.train.evaluate.Outcomes;
import dev.lathe.train.evaluate.Score;
import dev.lathe.train.evaluate.calibration.BestThreshold;
import dev.lathe.train.evaluate.score.MatchCounts;
import dev.lathe.train.evaluate.score.SampleScore;
import dev.lathe.train.loss.DecisionLoss;
import dev.lathe.train.task.CutTexts;
import dev.lathe.train.task.LabelHead;
import dev.lathe.train.task.Objective;
import dev.lathe.train.task.TaskModel;
import dev.lathe.train.task.TextEncoding;
import dev.lathe.watch.drift.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;

/// A classifier of texts that have any number of its labels.
final class MultiLabelClassification implements TaskModel<MultiLabelExample, MultiLabelledText> {
    private final BertForSequenceClassification model;
    private final LabelHead head;
    private final LabelSet labels;
    private final TextEncoding encoding;
    private final DecisionLoss loss;
    private final boolean choosesThresholds;
    private LabelThresholds thresholds;

    /// @param choosesThresholds whether they are to be chosen
    /// @param thresholds those there are before that
    MultiLabelClassification(
            BertForSequenceClassification model, LabelHead head, TextEncoding encoding, DecisionLoss loss, boolean choosesThresholds,
            LabelThresholds thresholds) {
        this.model = model;
        this.loss = loss;
        this.choosesThresholds = choosesThresholds;
        this.thresholds = thresholds;
        this.head = head;
        this.labels = head.labels();
        this.encoding = encoding;
    }

    @Override
    public List<MultiLabelledText> encode(List<MultiLabelExample> examples) {
        return examples.stream()
                .map(e -> new MultiLabelledText(encoding.encode(e.text(), e.textPair()), labels.decisionsOf(e)))
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
    public Objective<MultiLabelledText> objective() {
        return new MultiLabelLoss(model, loss);
    }

    @Override
    public Evaluation evaluate(List<MultiLabelledText> examples, EvaluationBatches batches) {
        boolean[][] gold = examples.stream().map(MultiLabelledText::labels).toArray(boolean[][]::new);
        var predicted = new boolean[gold.length][labels.size()];
        var logits = new float[gold.length][labels.size()];
        double mean = run(examples, batches, logits);
        for (int i = 0; i < gold.length; i++) {
            for (int label = 0; label < labels.size(); label++) {
                predicted[i][label] = isTrue(label, logits[i][label]);
            }
        }
        return evaluation(mean, gold, predicted, labels);
    }

    /// As predictions count it.
    private boolean isTrue(int label, float logit) {
        Double threshold = thresholds.byLabel().get(labels.names().get(label));
        return threshold == null ? logit >= 0 : Sigmoid.of(logit) >= threshold;
    }

    @Override
    public boolean settle(List<MultiLabelledText> dev, EvaluationBatches batches) {
        if (choosesThresholds) {
            var logits = new float[dev.size()][labels.size()];
            run(dev, batches, logits);
            var chosen = new LinkedHashMap<String, Double>();
            for (int label = 0; label < labels.size(); label++) {
                var probabilities = new double[dev.size()];
                var has = new boolean[dev.size()];
                for (int i = 0; i < has.length; i++) {
                    probabilities[i] = Sigmoid.of(logits[i][label]);
                    has[i] = dev.get(i).labels()[label];
                }
                chosen.put(labels.names().get(label), BestThreshold.of(probabilities, has));
            }
            thresholds = new LabelThresholds(chosen);
        }
        return choosesThresholds;
    }

    /// The most probable label counts as the answer, whatever the thresholds.
    @Override
    public List<Observation> observe(List<MultiLabelledText> examples, EvaluationBatches batches) {
        var logits = new float[examples.size()][labels.size()];
        run(examples, batches, logits);
        return IntStream.range(0, logits.length).mapToObj(i -> observation(examples.get(i).text(), logits[i])).toList();
    }

    private Observation observation(TokenSequence text, float[] logits) {
        List<Double> scores = IntStream.range(0, logits.length).mapToObj(label -> Sigmoid.of(logits[label])).toList();
        int best = scores.indexOf(Collections.max(scores));
        return new Observation(text.size(), encoding.unknownShare(text), labels.names().get(best), scores.get(best), scores);
    }

    @Override
    public void writeMore(Path directory) throws IOException {
        if (!thresholds.equals(LabelThresholds.NONE)) {
            thresholds.write(directory);
        }
    }

    /// Fills in the logits of all examples.
    ///
    /// @return the mean loss, the plain one whatever is trained with
    private double run(List<MultiLabelledText> examples, EvaluationBatches batches, float[][] all) {
        var sum = new LossSum();
        batches.run(examples.stream().map(MultiLabelledText::text).toList(), (ws, tokens, batch) -> {
            Tensor logits = model.logits(ws, tokens);
            var part = MultiLabelLoss.of(ws, tokens, logits, Arrays.stream(batch).mapToObj(examples::get).toList());
            sum.add(part.mean().item(), part.terms(), part.tokens());
            float[] scores = logits.toArray();
            for (int i = 0; i < batch.length; i++) {
                System.arraycopy(scores, i * labels.size(), all[batch[i]], 0, labels.size());
            }
        });
        return sum.mean();
    }

    static Evaluation evaluation(double loss, boolean[][] gold, boolean[][] predicted, LabelSet labels) {
        return evaluation(loss, MultiLabelReport.of(gold, predicted, labels.names()), outcomes(gold, predicted, labels));
    }

    private static Evaluation evaluation(double loss, MultiLabelReport report, Outcomes outcomes) {
        Score micro = Score.high("micro_f1", "f1", "Micro F1", report.microAverage().f1());
        return new Evaluation(
                loss,
                List.of(
                        micro,
                        Score.high("macro_f1", "f1", "Macro F1", report.macroAverage().f1()),
                        Score.high("weighted_f1", "f1", "Weighted F1", report.weightedAverage().f1()),
                        Score.high("samples_f1", "f1", "Samples F1", report.samplesAverage().f1()),
                        Score.high("exact_match", "exact_match", "Exact match", report.exactMatch())),
                micro, report, outcomes);
    }

    /// A text is right if all its labels are.
    private static List<String> names(boolean[] has, LabelSet labels) {
        return IntStream.range(0, has.length).filter(label -> has[label]).mapToObj(labels.names()::get).toList();
    }

    private static Outcomes outcomes(boolean[][] gold, boolean[][] predicted, LabelSet labels) {
        var right = new boolean[gold.length];
        var counts = new ArrayList<MatchCounts>();
        for (int i = 0; i < gold.length; i++) {
            right[i] = Arrays.equals(gold[i], predicted[i]);
            MatchCounts text = new MatchCounts(0, 0, 0);
            for (int label = 0; label < gold[i].length; label++) {
                int there = gold[i][label] ? 1 : 0;
                int found = predicted[i][label] ? 1 : 0;
                text = text.plus(new MatchCounts(there * found, found, there));
            }
            counts.add(text);
        }
        return Outcomes.of(right).withPredicted(Arrays.stream(predicted).map(has -> names(has, labels)).toList()).with("micro_f1", SampleScore.microF1(counts));
    }

    @Override
    public ModelConfig config(BertConfig encoder) {
        return new ModelConfig(
                encoder, encoder.family().architecture(ModelHead.SEQUENCE_CLASSIFICATION), labels.names(),
                ProblemType.MULTI_LABEL_CLASSIFICATION);
    }
}
