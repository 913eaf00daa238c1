package dev.lathe.serve.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.predict.Answer;
import dev.lathe.bert.predict.Answers;
import dev.lathe.bert.predict.MaskFiller;
import dev.lathe.serve.api.body.Texts;
import dev.lathe.serve.http.Content;
import dev.lathe.serve.http.Fields;
import dev.lathe.serve.http.HttpProblem;
import dev.lathe.serve.meter.ServeMeters.Kind;
import dev.lathe.serve.model.AnswerModel;
import dev.lathe.serve.model.MaskModel;
import java.io.IOException;
import java.util.List;

/// What no other server has: answers from a text, and words behind masks, with the fields of Hugging Face's pipelines.
final class AnswerRoutes {
    private static final int GUESSES = 5;
    private static final int MAX_GUESSES = 1000;

    private AnswerRoutes() {}

    static List<Route> all() {
        return List.of(
                Route.post("/answer", Kind.PREDICT, AnswerRoutes::answer),
                Route.post("/fill-mask", Kind.PREDICT, AnswerRoutes::fillMask));
    }

    /// `{"answers":[{"answer","score","start","end"}],"no_answer_score"}`, places in code points.
    private static Content answer(Exchange exchange) {
        Fields fields = exchange.fields();
        AnswerModel model = exchange.model(AnswerModel.class, "question-answering");
        String question = fields.requiredText("question");
        String context = fields.requiredText("context");
        int top = fields.number("top_k", 1).orElse(1);
        exchange.trace().characters(question.length() + context.length());
        Answers answers = exchange.answers(model, List.of(question), asked -> model.answers(asked, context)).getFirst();
        return Content.object(json -> {
            json.writeArrayFieldStart("answers");
            for (Answer one : answers.best().subList(0, Math.min(top, answers.best().size()))) {
                json.writeStartObject();
                json.writeStringField("answer", one.text());
                json.writeNumberField("score", (float) one.score());
                json.writeNumberField("start", context.codePointCount(0, one.start()));
                json.writeNumberField("end", context.codePointCount(0, one.end()));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberField("no_answer_score", (float) answers.noAnswerScore());
        });
    }

    /// For each text a list for each of its masks: `[[[{"score","token","token_str"}]]]`; for one text not in a list its masks'.
    private static Content fillMask(Exchange exchange) {
        Fields fields = exchange.fields();
        MaskModel model = exchange.model(MaskModel.class, "fill-mask");
        Texts texts = Texts.of("inputs", fields.required("inputs"), model.facts().tokenizer());
        int top = fields.number("top_k", 1).orElse(GUESSES);
        if (top > MAX_GUESSES) {
            throw HttpProblem.invalid("top_k: %d; at most %d".formatted(top, MAX_GUESSES));
        }
        exchange.bounded("inputs", texts.all()).forEach(text -> exchange.trace().characters(text.length()));
        texts.all().forEach(model::requireMask);
        List<List<List<MaskFiller.Guess>>> all = exchange.answers(model, texts.all(), text -> model.guesses(text, top));
        return Content.json(json -> {
            if (texts.single()) {
                write(json, all.getFirst());
                return;
            }
            json.writeStartArray();
            for (List<List<MaskFiller.Guess>> masks : all) {
                write(json, masks);
            }
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, List<List<MaskFiller.Guess>> masks) throws IOException {
        json.writeStartArray();
        for (List<MaskFiller.Guess> guesses : masks) {
            json.writeStartArray();
            for (MaskFiller.Guess guess : guesses) {
                json.writeStartObject();
                json.writeNumberField("score", (float) guess.probability());
                json.writeNumberField("token", guess.id());
                json.writeStringField("token_str", guess.token());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndArray();
    }
}
