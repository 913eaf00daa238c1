package dev.lathe.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.Answer;
import dev.lathe.bert.Answers;
import dev.lathe.bert.QuestionAnswerer;
import dev.lathe.train.data.QuestionExample;
import java.io.IOException;

/// The answer to each question: `{"answer","start","end","score"}`; of a file's also the `id`. Where there is none the answer is
/// empty, and the score that of no answer.
///
/// @param options as the answerer has them
record AnswerPredictor(QuestionAnswerer answerer, QuestionAnswerer.Options options) implements Predictor {

    @Override
    public void predict(PredictArguments given, JsonLines results) throws IOException {
        if (given.hasInput()) {
            for (QuestionExample question : given.questions()) {
                Answers answers = answerer.answers(question.question(), question.context());
                results.add(json -> {
                    json.writeStringField("id", question.id());
                    write(answers, json);
                });
            }
        } else {
            Answers answers = answerer.answers(given.question(), given.context());
            results.add(json -> write(answers, json));
        }
    }

    private void write(Answers answers, JsonGenerator json) throws IOException {
        boolean none = answers.best().isEmpty()
                || options.unanswerable() && answers.noAnswerMargin() > options.noAnswerThreshold();
        Answer answer = none ? new Answer("", 0, 0, answers.noAnswerScore()) : answers.best().getFirst();
        json.writeStringField("answer", answer.text());
        json.writeNumberField("start", answer.start());
        json.writeNumberField("end", answer.end());
        json.writeNumberField("score", (float) answer.score());
    }

    @Override
    public void close() {
        answerer.close();
    }
}
