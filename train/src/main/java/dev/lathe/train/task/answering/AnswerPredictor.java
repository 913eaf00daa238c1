package dev.lathe.train.task.answering;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.predict.Answer;
import dev.lathe.bert.predict.Answers;
import dev.lathe.bert.predict.QuestionAnswerer;
import dev.lathe.bert.predict.ResultJson;
import dev.lathe.train.data.question.QuestionExample;
import dev.lathe.train.task.PredictionInputs;
import dev.lathe.train.task.PredictionInputs.QuestionAndContext;
import dev.lathe.train.task.Predictor;
import java.io.IOException;
import java.util.Optional;

/// The answer to each question; of a file's also the `id`. Where there is none the answer is empty, and the score that of no answer.
///
/// @param options as the answerer has them
/// @param lists whether the best answers follow, as `answers`
record AnswerPredictor(QuestionAnswerer answerer, QuestionAnswerer.Options options, boolean lists) implements Predictor {
    @Override
    public void predict(PredictionInputs given, Results results) throws IOException {
        Optional<QuestionAndContext> one = given.question();
        if (one.isPresent()) {
            Answers answers = answerer.answers(one.get().question(), one.get().context());
            results.add(json -> write(answers, json));
            return;
        }
        for (QuestionExample question : given.questions()) {
            Answers answers = answerer.answers(question.question(), question.context());
            results.add(json -> {
                json.writeStringField("id", question.id());
                write(answers, json);
            });
        }
    }

    private void write(Answers answers, JsonGenerator json) throws IOException {
        boolean none = answers.best().isEmpty()
                || options.unanswerable() && answers.noAnswerMargin() > options.noAnswerThreshold();
        ResultJson.answer(none ? new Answer("", 0, 0, answers.noAnswerScore()) : answers.best().getFirst(), json);
        if (lists) {
            ResultJson.best(answers.best(), json);
        }
    }

    @Override
    public void close() {
        answerer.close();
    }
}
