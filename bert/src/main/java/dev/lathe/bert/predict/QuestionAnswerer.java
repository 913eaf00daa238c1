package dev.lathe.bert.predict;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.heads.BertForQuestionAnswering;
import dev.lathe.bert.predict.open.BatchedModel;
import dev.lathe.bert.predict.open.ModelHost;
import dev.lathe.bert.predict.open.OpenModel;
import dev.lathe.bert.predict.open.Reading;
import dev.lathe.bert.predict.open.SequenceOutputs;
import dev.lathe.bert.predict.open.SharedBase;
import dev.lathe.tokenizer.Tokenizer;
import dev.lathe.tokenizer.WindowedText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/// Finds the answer to a question in a text of any length.
///
///     try (var answerer = QuestionAnswerer.load(Path.of("my-model"))) {
///         answerer.answer("Where did she live?", text).ifPresent(a -> System.out.println(a.text()));
///     }
///
/// A text that is longer than the model takes is read in windows that overlap, each behind the question.
///
/// Any number of threads may ask at once. Answers are the same alone and among others, for any number of threads. Closing waits
/// for calls in flight; later ones, and futures that have not begun, are an `IllegalStateException`.
public final class QuestionAnswerer implements AutoCloseable {
    /// Tokens of a question beyond which its last ones are left out.
    private static final int MAX_QUESTION_LENGTH = 64;

    private final BatchedModel<BertForQuestionAnswering> model;
    private final Tokenizer tokenizer;
    private final Options options;

    /// How answers are found.
    ///
    /// @param maxLength tokens of question and window together, special ones included; at least 16
    /// @param stride tokens of the text that neighbouring windows share; at most half of what a window shows of it
    /// @param maxAnswerLength tokens of the longest answer, at least 1
    /// @param best how many answers are given, at least 1
    /// @param unanswerable whether a text may have no answer, as in SQuAD 2.0
    /// @param noAnswerThreshold if so, how much higher no answer must be scored than the best one, in logits
    public record Options(
            int maxLength, int stride, int maxAnswerLength, int best, boolean unanswerable,
            double noAnswerThreshold) {
        private static final int SHORTEST = 16;

        /// @throws IllegalArgumentException naming the one that is out of range
        public Options {
            requireAtLeast("maxLength", maxLength, SHORTEST);
            requireAtLeast("stride", stride, 0);
            requireAtLeast("maxAnswerLength", maxAnswerLength, 1);
            requireAtLeast("best", best, 1);
        }

        /// Windows of 384 tokens, or of what the model takes, of which 128 are shared; twenty answers of up to 30
        /// tokens; there always is one, unless the model says of itself that it was trained with questions that have none
        /// ([ModelConfig#unanswerable]): then it may give none, with a threshold of 0.
        public static Options of(Path directory) throws IOException {
            return of(ModelDirectory.open(directory));
        }

        /// As above, of a directory that is open already.
        public static Options of(ModelDirectory directory) {
            ModelConfig config = directory.config();
            int longest = config.bert().longestSequence();
            return new Options(Math.min(longest, 384), 128, 30, 20, config.unanswerable().orElse(false), 0);
        }

        public Options withMaxLength(int other) {
            return new Options(other, stride, maxAnswerLength, best, unanswerable, noAnswerThreshold);
        }

        public Options withStride(int other) {
            return new Options(maxLength, other, maxAnswerLength, best, unanswerable, noAnswerThreshold);
        }

        public Options withMaxAnswerLength(int other) {
            return new Options(maxLength, stride, other, best, unanswerable, noAnswerThreshold);
        }

        public Options withBest(int other) {
            return new Options(maxLength, stride, maxAnswerLength, other, unanswerable, noAnswerThreshold);
        }

        /// Lets a text have no answer.
        ///
        /// @param threshold how much higher no answer must be scored than the best one, in logits; usually 0
        public Options withUnanswerable(double threshold) {
            return new Options(maxLength, stride, maxAnswerLength, best, true, threshold);
        }

        /// Takes it that every text has an answer, whatever the model was trained with.
        public Options withAnswerable() {
            return new Options(maxLength, stride, maxAnswerLength, best, false, noAnswerThreshold);
        }

        /// The sequences that a model reads of a question and its text.
        public WindowedText windows(Tokenizer tokenizer, String question, String context) {
            int questionLength = Math.min(MAX_QUESTION_LENGTH, maxLength / 2);
            return tokenizer.windowed(question, questionLength, context, maxLength, stride);
        }

        private static void requireAtLeast(String field, int value, int least) {
            if (value < least) {
                throw new IllegalArgumentException("%s %d: must be at least %d".formatted(field, value, least));
            }
        }
    }

    private QuestionAnswerer(
            OpenModel<BertForQuestionAnswering> model, Tokenizer tokenizer, Options options) {
        this.model = BatchedModel.of(model, SequenceOutputs.perToken((ws, m, batch) -> m.logits(ws, batch)));
        this.tokenizer = tokenizer;
        this.options = options;
    }

    /// Loads a model onto a CPU device of its own, which closes with it.
    ///
    /// @param directory with a model in Hugging Face's layout whose head is `BertForQuestionAnswering`, or a relative's
    /// @throws CheckpointException if the directory does not hold such a model
    public static QuestionAnswerer load(Path directory) throws IOException {
        return ModelHost.loading(directory, opened -> load(opened, Options.of(opened), ModelHost.ownCpu()));
    }

    /// Loads a model, with the usual options, onto a device that others may share; it stays open when the answerer closes.
    ///
    /// @throws CheckpointException if the directory does not hold such a model
    public static QuestionAnswerer load(Path directory, Device device) throws IOException {
        return ModelHost.loading(directory, opened -> load(opened, Options.of(opened), device));
    }

    /// Loads a model onto a device that others may share; it stays open when the answerer closes.
    ///
    /// @throws CheckpointException if the directory does not hold such a model
    /// @throws IllegalArgumentException if the model takes fewer tokens than `maxLength`
    public static QuestionAnswerer load(Path directory, Options options, Device device) throws IOException {
        return ModelHost.loading(directory, opened -> load(opened, options, device));
    }

    /// As above, of a directory that is open already.
    public static QuestionAnswerer load(ModelDirectory directory, Options options, Device device) throws IOException {
        return load(directory, options, ModelHost.shared(device));
    }

    /// As above, onto a base that it has in common with others; it stays open when the model closes.
    ///
    /// @throws CheckpointException if the model stands on another base
    public static QuestionAnswerer load(ModelDirectory directory, Options options, SharedBase base) throws IOException {
        return load(directory, options, ModelHost.on(base));
    }

    private static QuestionAnswerer load(ModelDirectory directory, Options options, ModelHost host) throws IOException {
        TrainedHead.require(directory, QuestionAnswerer.class, ModelHead.QUESTION_ANSWERING);
        TextEncoder.of(directory, options.maxLength());
        var model = host.open(directory, scope -> new BertForQuestionAnswering(scope, directory.config().bert()));
        return new QuestionAnswerer(model, directory.tokenizer(), options);
    }

    /// The best answer; empty if the text is, or if no answer is likelier and the options allow for that.
    public Optional<Answer> answer(String question, String context) {
        return best(answers(question, context));
    }

    /// The best answer to each of many questions, in their order; computed in batches of similar length.
    ///
    /// @param questions each a pair of question and text: `TextInput.of(question, context)`
    /// @throws IllegalArgumentException if one is no pair
    public List<Optional<Answer>> answerAll(List<TextInput> questions) {
        return answersAll(questions).stream().map(this::best).toList();
    }

    /// The best answers, and how likely it is that there is none.
    public Answers answers(String question, String context) {
        return model.all(List.of(reading(question, context))).getFirst();
    }

    /// The best answers to each of many questions, as [#answerAll].
    public List<Answers> answersAll(List<TextInput> questions) {
        List<TextInput> given = Given.all("questions", questions);
        return model.all(IntStream.range(0, given.size()).mapToObj(i -> reading(given.get(i).text(), given.get(i).pair().orElseThrow(
                () -> new IllegalArgumentException("questions[%d]: no pair of a question and its text".formatted(i))))).toList());
    }

    /// The answer to a question that is read together with those that other callers submit meanwhile; as [#answer] gives it.
    ///
    /// @return what comes of it; cancelling it before it has begun saves the work
    public CompletableFuture<Optional<Answer>> submit(String question, String context) {
        Reading<Answers> reading = reading(question, context);
        return model.submit(new Reading<>(reading.sequences(), logits -> best(reading.result().apply(logits))));
    }

    /// As [#submit(String, String)], all that [#answers] gives.
    public CompletableFuture<Answers> submitAnswers(String question, String context) {
        return model.submit(reading(question, context));
    }

    /// How many tokens the model reads for a question: those of all windows, special ones included.
    public int countTokens(String question, String context) {
        return reading(question, context).tokens();
    }

    private Reading<Answers> reading(String question, String context) {
        WindowedText text = options.windows(tokenizer, Given.one("question", question), Given.one("context", context));
        return new Reading<>(
                TokenSequence.all(text.sequences()), logits -> new AnswerSearch(options, text, logits).find(context));
    }

    private Optional<Answer> best(Answers answers) {
        return options.unanswerable() && answers.noAnswerMargin() > options.noAnswerThreshold()
                ? Optional.empty()
                : answers.best().stream().findFirst();
    }

    @Override
    public void close() {
        model.close();
    }
}
