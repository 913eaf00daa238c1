package dev.lathe.train.task.answering;

import dev.lathe.Device;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.heads.BertForQuestionAnswering;
import dev.lathe.bert.predict.QuestionAnswerer;
import dev.lathe.nn.ModelScope;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.question.QuestionExample;
import dev.lathe.train.data.question.Questions;
import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.TextColumns;
import dev.lathe.train.output.CardTask;
import dev.lathe.train.output.TrainingRecord;
import dev.lathe.train.task.DataSplits;
import dev.lathe.train.task.PredictionSettings;
import dev.lathe.train.task.Predictor;
import dev.lathe.train.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/// Answers questions with parts of a text, or says that it holds no answer.
///
/// Data is the JSON of SQuAD 1.1 and 2.0. A text that is too long is read in windows that overlap, each behind the question;
/// a window without the answer is to point at the special token in front. Models are compared by the F1 of answers, as the
/// official evaluation counts it.
///
/// The model notes in its `config.json` whether some questions of its training data had no answer. If so, it may give none,
/// there and wherever it is used; if not, it always answers. What is decided for a model without a note is decided by the data.
///
/// Source: Devlin et al., 2019, sections 4.2 and 4.3.
public final class QuestionAnsweringTask implements Task<QuestionExample> {
    private static final int STRIDE = 128;
    private static final int LONGEST_ANSWER = 30;
    private static final int USUAL_LENGTH = 384;

    private final int stride;
    private final OptionalDouble noAnswerThreshold;

    /// Lets windows share 128 tokens of the text, or half of what they show of it if that is less.
    public QuestionAnsweringTask() {
        this(STRIDE, OptionalDouble.empty());
    }

    private QuestionAnsweringTask(int stride, OptionalDouble noAnswerThreshold) {
        this.stride = stride;
        this.noAnswerThreshold = noAnswerThreshold;
    }

    /// Lets neighbouring windows share another number of tokens.
    ///
    /// @param value 0 or more; at most half of what a window shows of the text is shared
    public QuestionAnsweringTask withStride(int value) {
        return new QuestionAnsweringTask(value, noAnswerThreshold);
    }

    /// Judges the model by the answers that it gives with this threshold, whatever it was trained with.
    ///
    /// @param value how much higher no answer must be scored than the best one for none to be given, in logits; positive
    ///     infinity lets it always answer
    public QuestionAnsweringTask withNoAnswerThreshold(double value) {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException("noAnswerThreshold NaN: needs a number");
        }
        return new QuestionAnsweringTask(stride, OptionalDouble.of(value));
    }

    /// 384, as in Hugging Face's training on SQuAD.
    @Override
    public String name() {
        return "question-answering";
    }

    @Override
    public int usualLength() {
        return USUAL_LENGTH;
    }

    @Override
    public boolean isTaskOf(ModelConfig config, Path directory) {
        return config.head().equals(Optional.of(ModelHead.QUESTION_ANSWERING));
    }

    @Override
    public DataFormat formatOf(Path file, Optional<DataFormat> format) {
        return format.orElse(DataFormat.SQUAD);
    }

    @Override
    public Class<QuestionExample> exampleType() {
        return QuestionExample.class;
    }

    @Override
    public void check(Dataset<QuestionExample> examples) {
        Questions.requireSound(examples);
    }

    @Override
    public Dataset<QuestionExample> read(Path file, Optional<DataFormat> format, TextColumns columns) throws IOException {
        if (formatOf(file, format) != DataFormat.SQUAD) {
            throw new DataException("%s: --format %s holds no questions; needs squad".formatted(
                    file, formatOf(file, format).optionValue()));
        }
        return Questions.read(file);
    }

    @Override
    public ExtractiveAnswering toTrain(
            ModelScope scope, BertConfig config, ModelDirectory base, DataSplits<QuestionExample> data, int maxLength) {
        boolean unanswerable = data.train().examples().stream().anyMatch(question -> question.answers().isEmpty());
        return model(scope, config, base, maxLength, Optional.of(unanswerable));
    }

    @Override
    public int readLength(ModelDirectory model) {
        return Math.min(model.config().bert().longestSequence(), usualLength());
    }

    @Override
    public ExtractiveAnswering trained(ModelScope scope, ModelDirectory model, int maxLength) {
        return model(scope, model.config().bert(), model, maxLength, model.config().unanswerable());
    }

    private ExtractiveAnswering model(
            ModelScope scope, BertConfig config, ModelDirectory directory, int maxLength, Optional<Boolean> unanswerable) {
        return new ExtractiveAnswering(
                new BertForQuestionAnswering(scope, config), directory.tokenizer(),
                new QuestionAnswerer.Options(maxLength, stride, LONGEST_ANSWER, 1, false, 0),
                unanswerable, noAnswerThreshold);
    }

    @Override
    public Predictor predictor(ModelDirectory model, PredictionSettings settings, Device device) throws IOException {
        QuestionAnswerer.Options options = QuestionAnswerer.Options.of(model).withBest(settings.best().orElse(1));
        if (settings.noAnswerThreshold().isPresent()) {
            double threshold = settings.noAnswerThreshold().getAsDouble();
            options = threshold == Double.POSITIVE_INFINITY ? options.withAnswerable() : options.withUnanswerable(threshold);
        }
        return new AnswerPredictor(
                QuestionAnswerer.load(model, options, device), options, settings.best().isPresent());
    }

    @Override
    public CardTask card() {
        return CardTask.pipeline(
                "question-answering", "--question \"Your question\" --context \"Your text\"",
                "question=\"Your question\", context=\"Your text\"");
    }

    @Override
    public void describe(TrainingRecord record) {
        record.option("stride", stride);
        if (noAnswerThreshold.isEmpty()) {
            record.optionNotGiven("no-answer-threshold");
        } else if (Double.isInfinite(noAnswerThreshold.getAsDouble())) {
            record.option("no-answer-threshold", noAnswerThreshold.getAsDouble() > 0 ? "always-answer" : "never-answer");
        } else {
            record.option("no-answer-threshold", noAnswerThreshold.getAsDouble());
        }
    }
}
