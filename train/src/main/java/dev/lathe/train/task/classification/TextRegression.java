package dev.lathe.train.task.classification;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.config.ProblemType;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.train.data.text.ScoredTextExample;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.EvaluationBatches;
import dev.lathe.train.evaluate.Outcomes;
import dev.lathe.train.evaluate.Score;
import dev.lathe.train.evaluate.score.RegressionScores;
import dev.lathe.train.evaluate.score.SampleScore;
import dev.lathe.train.task.CutTexts;
import dev.lathe.train.task.Objective;
import dev.lathe.train.task.TaskModel;
import dev.lathe.train.task.TextEncoding;
import java.util.Arrays;
import java.util.List;

/// A model that gives texts a number.
final class TextRegression implements TaskModel<ScoredTextExample, ScoredText> {
    /// What Hugging Face calls the one output of such a model.
    static final List<String> LABELS = List.of("LABEL_0");

    private final BertForSequenceClassification model;
    private final boolean newHead;
    private final TextEncoding encoding;

    /// @param newHead whether a head of the base, if it has one, was trained for something else
    TextRegression(BertForSequenceClassification model, boolean newHead, TextEncoding encoding) {
        this.model = model;
        this.newHead = newHead;
        this.encoding = encoding;
    }

    @Override
    public List<ScoredText> encode(List<ScoredTextExample> examples) {
        return examples.stream().map(this::encode).toList();
    }

    private ScoredText encode(ScoredTextExample example) {
        float score = (float) example.score();
        if (Float.isInfinite(score)) {
            throw example.source().error("score %s: larger than 32 bits hold".formatted(example.score()));
        }
        return new ScoredText(encoding.encode(example.text(), example.textPair()), score);
    }

    @Override
    public CutTexts cutTexts() {
        return encoding.cutTexts();
    }

    @Override
    public boolean startsAnew(String parameter) {
        return newHead && parameter.startsWith("classifier.");
    }

    @Override
    public Objective<ScoredText> objective() {
        return new RegressionLoss(model);
    }

    @Override
    public Evaluation evaluate(List<ScoredText> examples, EvaluationBatches batches) {
        double[] gold = examples.stream().mapToDouble(ScoredText::score).toArray();
        var predicted = new double[gold.length];
        batches.run(examples.stream().map(ScoredText::text).toList(), (ws, tokens, batch) -> {
            float[] outputs = model.logits(ws, tokens).toArray();
            for (int i = 0; i < batch.length; i++) {
                predicted[batch[i]] = outputs[i];
            }
        });
        return evaluation(predicted, gold);
    }

    static Evaluation evaluation(double[] predicted, double[] gold) {
        for (double value : predicted) {
            if (!Double.isFinite(value)) {
                throw new ArithmeticException("regression: the model says %s; lower the learning rate".formatted(value));
            }
        }
        RegressionScores report = RegressionScores.of(gold, predicted);
        Score rmse = Score.low("rmse", "rmse", "RMSE", report.rmse());
        return new Evaluation(
                report.rmse() * report.rmse(),
                List.of(
                        rmse, Score.low("mae", "mae", "MAE", report.mae()),
                        Score.high("pearson", "pearsonr", "Pearson", report.pearson()),
                        Score.high("spearman", "spearmanr", "Spearman", report.spearman())),
                rmse, report, outcomes(predicted, gold));
    }

    private static Outcomes outcomes(double[] predicted, double[] gold) {
        var squares = new double[gold.length];
        for (int i = 0; i < squares.length; i++) {
            squares[i] = (predicted[i] - gold[i]) * (predicted[i] - gold[i]);
        }
        return Outcomes.ofScore("rmse", SampleScore.rootMean(squares))
                .withPredicted(Arrays.stream(predicted).boxed().toList());
    }

    @Override
    public ModelConfig config(BertConfig encoder) {
        return new ModelConfig(
                encoder, encoder.family().architecture(ModelHead.SEQUENCE_CLASSIFICATION), LABELS, ProblemType.REGRESSION);
    }
}
