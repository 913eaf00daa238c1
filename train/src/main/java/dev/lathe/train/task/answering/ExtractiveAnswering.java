package dev.lathe.train.task.answering;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.config.ProblemType;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.heads.BertForQuestionAnswering;
import dev.lathe.bert.predict.AnswerSearch;
import dev.lathe.bert.predict.Answers;
import dev.lathe.bert.predict.QuestionAnswerer;
import dev.lathe.tensor.Tensor;
import dev.lathe.tokenizer.Tokenizer;
import dev.lathe.train.data.question.GoldAnswer;
import dev.lathe.train.data.question.QuestionExample;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.EvaluationBatches;
import dev.lathe.train.evaluate.LossSum;
import dev.lathe.train.evaluate.score.AnsweredQuestion;
import dev.lathe.train.task.Objective;
import dev.lathe.train.task.TaskModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// A model that answers questions with parts of a text.
final class ExtractiveAnswering implements TaskModel<QuestionExample, QuestionWindow> {
    private final BertForQuestionAnswering model;
    private final Tokenizer tokenizer;
    private final QuestionAnswerer.Options options;
    private final Optional<Boolean> unanswerable;
    private final OptionalDouble noAnswerThreshold;

    /// @param options how answers are searched for
    /// @param unanswerable whether the model learns, or has learnt, that there may be none; empty if nobody knows
    /// @param noAnswerThreshold from which score of no answer on none is given; if empty, what `unanswerable` says decides
    ExtractiveAnswering(
            BertForQuestionAnswering model, Tokenizer tokenizer, QuestionAnswerer.Options options,
            Optional<Boolean> unanswerable, OptionalDouble noAnswerThreshold) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.options = options;
        this.unanswerable = unanswerable;
        this.noAnswerThreshold = noAnswerThreshold;
    }

    /// A question becomes as many examples as its context has windows.
    @Override
    public List<QuestionWindow> encode(List<QuestionExample> examples) {
        var windows = new ArrayList<QuestionWindow>();
        for (QuestionExample example : examples) {
            var question = new AskedQuestion(example, options.windows(tokenizer, example.question(), example.context()));
            List<TokenSequence> sequences = TokenSequence.all(question.text().sequences());
            for (int w = 0; w < sequences.size(); w++) {
                int[] places = question.answerIn(w);
                windows.add(new QuestionWindow(question, sequences.get(w), places[0], places[1]));
            }
        }
        return windows;
    }

    @Override
    public Objective<QuestionWindow> objective() {
        return new SpanLoss(model);
    }

    @Override
    public Evaluation evaluate(List<QuestionWindow> examples, EvaluationBatches batches) {
        var logits = new float[examples.size()][];
        var loss = new LossSum();
        batches.run(examples.stream().map(QuestionWindow::tokens).toList(), (ws, tokens, batch) -> {
            Tensor scores = model.logits(ws, tokens);
            var part = SpanLoss.of(ws, tokens, scores, Arrays.stream(batch).mapToObj(examples::get).toList());
            loss.add(part.mean().item(), part.terms(), part.tokens());
            float[] values = scores.toArray();
            for (int i = 0; i < batch.length; i++) {
                int from = tokens.sequences().start(i) * 2;
                logits[batch[i]] = Arrays.copyOfRange(values, from, tokens.sequences().start(i + 1) * 2);
            }
        });
        List<AnsweredQuestion> answered = answered(examples, Arrays.asList(logits));
        return AnswerScoring.evaluation(loss.mean(), answered, threshold(answered));
    }

    private double threshold(List<AnsweredQuestion> answered) {
        boolean mayBeNone = unanswerable.orElseGet(() -> !answered.stream().allMatch(AnsweredQuestion::hasAnswer));
        return noAnswerThreshold.orElse(mayBeNone ? 0 : Double.POSITIVE_INFINITY);
    }

    /// The best answer to each question, found in all its windows.
    private List<AnsweredQuestion> answered(List<QuestionWindow> windows, List<float[]> logits) {
        var answered = new ArrayList<AnsweredQuestion>();
        for (int from = 0; from < windows.size(); ) {
            AskedQuestion question = windows.get(from).question();
            int to = from + question.text().windows();
            answered.add(answer(question, logits.subList(from, to)));
            from = to;
        }
        return answered;
    }

    private AnsweredQuestion answer(AskedQuestion question, List<float[]> logits) {
        Answers answers = new AnswerSearch(options, question.text(), logits).find(question.example().context());
        return new AnsweredQuestion(
                question.example().answers().stream().map(GoldAnswer::text).toList(),
                answers.best().isEmpty() ? "" : answers.best().getFirst().text(), answers.noAnswerMargin());
    }

    @Override
    public ModelConfig config(BertConfig encoder) {
        return new ModelConfig(
                encoder, encoder.family().architecture(ModelHead.QUESTION_ANSWERING), List.of(), ProblemType.UNSPECIFIED,
                unanswerable);
    }
}
