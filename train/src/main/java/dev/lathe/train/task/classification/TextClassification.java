package dev.lathe.train.task.classification;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.config.ProblemType;
import dev.lathe.bert.directory.Calibration;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.tensor.Tensor;
import dev.lathe.train.data.labels.LabelSet;
import dev.lathe.train.data.text.TextExample;
import dev.lathe.train.evaluate.ClassAnswer;
import dev.lathe.train.evaluate.ClassificationReport;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.EvaluationBatches;
import dev.lathe.train.evaluate.LossSum;
import dev.lathe.train.evaluate.Outcomes;
import dev.lathe.train.evaluate.calibration.CalibratedReport;
import dev.lathe.train.evaluate.calibration.ScoredClasses;
import dev.lathe.train.evaluate.score.SampleScore;
import dev.lathe.train.evaluate.text.Report;
import dev.lathe.train.fairness.GroupLoss;
import dev.lathe.train.loss.LabelLoss;
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
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// A classifier of texts and its labels.
final class TextClassification implements TaskModel<TextExample, ClassifiedText> {
    private final BertForSequenceClassification model;
    private final LabelHead head;
    private final LabelSet labels;
    private final TextEncoding encoding;
    private final LabelLoss loss;
    private final GroupLoss groups;
    private final boolean calibrates;
    private Calibration calibration;
    private FairAnswers fair;

    /// @param calibrates whether a temperature is to be fitted
    /// @param calibration what there is before that
    /// @param fair what its answers are by whose text it is
    TextClassification(
            BertForSequenceClassification model, LabelHead head, TextEncoding encoding, LabelLoss loss, GroupLoss groups,
            boolean calibrates, Calibration calibration, FairAnswers fair) {
        this.model = model;
        this.loss = loss;
        this.calibrates = calibrates;
        this.calibration = calibration;
        this.groups = groups;
        this.fair = fair;
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
                .map(e -> new ClassifiedText(encoding.encode(e.text(), e.textPair()), labels.idOf(e), fair.groupOf(e)))
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
    public boolean isLeftBehind(String parameter) {
        return GroupLoss.isAdversary(parameter);
    }

    @Override
    public Objective<ClassifiedText> objective() {
        return new ClassificationLoss(model, loss, groups);
    }

    @Override
    public Objective<ClassifiedText> objective(int steps) {
        return new ClassificationLoss(model, loss, groups.over(steps));
    }

    @Override
    public Evaluation evaluate(List<ClassifiedText> examples, EvaluationBatches batches) {
        int[] gold = examples.stream().mapToInt(ClassifiedText::label).toArray();
        var predicted = new int[gold.length];
        var logits = new float[gold.length * labels.size()];
        double mean = run(examples, batches, logits);
        List<double[]> probabilities = IntStream.range(0, gold.length).mapToObj(i -> probabilities(logits, i * labels.size())).toList();
        for (int i = 0; i < gold.length; i++) {
            predicted[i] = fair.choose(probabilities.get(i), examples.get(i).group())
                    .orElse(largest(logits, i * labels.size(), labels.size()));
        }
        List<ClassAnswer> answers = answers(gold, predicted, probabilities);
        var scored = new ScoredClasses(logits, gold, labels.names());
        boolean calibrated = !calibration.equals(Calibration.NONE);
        Evaluation plain = evaluation(mean, gold, predicted, labels, outcomes -> outcomes.withAnswers(answers)
                .withScored(calibrated ? scored.at(calibration.temperature()) : scored));
        Evaluation known = calibrated ? withReport(plain, calibrated(plain, scored)) : plain;
        var usual = new int[gold.length];
        Arrays.setAll(usual, i -> largest(logits, i * labels.size(), labels.size()));
        return fair.report(known.report(), examples.stream().map(ClassifiedText::group).toList(), answers, answers(gold, usual, probabilities))
                .map(corrected -> withReport(known, corrected)).orElse(known);
    }

    static Evaluation evaluation(double loss, int[] gold, int[] predicted, LabelSet labels) {
        return evaluation(loss, gold, predicted, labels, outcomes -> outcomes);
    }

    private static Evaluation evaluation(double loss, int[] gold, int[] predicted, LabelSet labels, UnaryOperator<Outcomes> more) {
        return Evaluation.ofClasses(
                loss, ClassificationReport.of(gold, predicted, labels.names()), more.apply(outcomes(gold, predicted, labels)));
    }

    private List<ClassAnswer> answers(int[] gold, int[] predicted, List<double[]> probabilities) {
        return IntStream.range(0, gold.length).mapToObj(i -> new ClassAnswer(
                labels.names().get(gold[i]), labels.names().get(predicted[i]), probabilities.get(i)[predicted[i]])).toList();
    }

    private static Evaluation withReport(Evaluation plain, Report report) {
        return new Evaluation(plain.loss(), plain.scores(), plain.headline(), report, plain.outcomes());
    }

    private Report calibrated(Evaluation plain, ScoredClasses scored) {
        double temperature = calibration.temperature();
        return new CalibratedReport(
                plain.report(), temperature, scored.expectedCalibrationError(1), scored.expectedCalibrationError(temperature));
    }

    @Override
    public boolean settle(List<ClassifiedText> dev, EvaluationBatches batches) {
        if (!calibrates && !fair.settles()) {
            return false;
        }
        var logits = new float[dev.size() * labels.size()];
        run(dev, batches, logits);
        int[] gold = dev.stream().mapToInt(ClassifiedText::label).toArray();
        if (calibrates) {
            calibration = new Calibration(new ScoredClasses(logits, gold).bestTemperature());
        }
        if (fair.settles()) {
            fair = fair.settled(gold, dev.stream().map(ClassifiedText::group).toList(),
                    IntStream.range(0, gold.length).mapToObj(i -> probabilities(logits, i * labels.size())).toList());
        }
        return true;
    }

    @Override
    public List<Observation> observe(List<ClassifiedText> examples, EvaluationBatches batches) {
        var logits = new float[examples.size() * labels.size()];
        run(examples, batches, logits);
        var observations = new ArrayList<Observation>();
        for (int i = 0; i < examples.size(); i++) {
            int from = i * labels.size();
            double[] scores = probabilities(logits, from);
            int best = fair.choose(scores, examples.get(i).group()).orElse(largest(logits, from, labels.size()));
            TokenSequence text = examples.get(i).text();
            observations.add(new Observation(text.size(), encoding.unknownShare(text), labels.names().get(best), scores[best],
                    Arrays.stream(scores).boxed().toList()));
        }
        return observations;
    }

    private double[] probabilities(float[] logits, int from) {
        double most = logits[from + largest(logits, from, labels.size())];
        double[] odds = IntStream.range(0, labels.size())
                .mapToDouble(c -> StrictMath.exp((logits[from + c] - most) / calibration.temperature())).toArray();
        double sum = Arrays.stream(odds).sum();
        return Arrays.stream(odds).map(one -> one / sum).toArray();
    }

    @Override
    public void writeMore(Path directory) throws IOException {
        if (!calibration.equals(Calibration.NONE)) {
            calibration.write(directory);
        }
        fair.write(directory);
    }

    /// Fills in the logits of all examples.
    ///
    /// @return the mean loss, the plain one whatever is trained with
    private double run(List<ClassifiedText> examples, EvaluationBatches batches, float[] all) {
        var sum = new LossSum();
        batches.run(examples.stream().map(ClassifiedText::text).toList(), (ws, tokens, batch) -> {
            Tensor logits = model.logits(ws, tokens);
            var part = ClassificationLoss.of(ws, tokens, logits, Arrays.stream(batch).mapToObj(examples::get).toList());
            sum.add(part.mean().item(), part.terms(), part.tokens());
            float[] scores = logits.toArray();
            for (int i = 0; i < batch.length; i++) {
                System.arraycopy(scores, i * labels.size(), all, batch[i] * labels.size(), labels.size());
            }
        });
        return sum.mean();
    }

    private static Outcomes outcomes(int[] gold, int[] predicted, LabelSet labels) {
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
