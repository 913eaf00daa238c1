package dev.lathe.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.Answer;
import dev.lathe.bert.Answers;
import dev.lathe.bert.QuestionAnswerer;
import dev.lathe.train.data.QuestionExample;
import java.io.IOException;

/// The answer to each question: `{"answer","start","end","score"}`; of a file's also the `id`. Where there is none the answer is
/// empty, and the score that of no answer. If they are to be listed, the best answers follow: `answers`, a list of such objects.
///
/// @param options as the answerer has them
/// @param lists whether the best answers are listed
record AnswerPredictor(QuestionAnswerer answerer, QuestionAnswerer.Options options, boolean lists)
        implements Predictor {

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
        write(answer, json);
        if (lists) {
            json.writeArrayFieldStart("answers");
            for (Answer one : answers.best()) {
                json.writeStartObject();
                write(one, json);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    private static void write(Answer answer, JsonGenerator json) throws IOException {
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
