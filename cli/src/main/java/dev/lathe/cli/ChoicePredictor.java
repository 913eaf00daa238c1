package dev.lathe.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.ChoiceSelector;
import dev.lathe.train.data.ChoiceExample;
import java.io.IOException;

/// The choice for each question: `{"label","choice","score","scores":[]}`, the label being its number from 0.
record ChoicePredictor(ChoiceSelector selector) implements Predictor {

    @Override
    public void predict(PredictArguments given, JsonLines results) throws IOException {
        for (ChoiceExample question : given.choices()) {
            ChoiceSelector.Choice choice = selector.choose(question.context(), question.continuations());
            results.add(json -> write(question, choice, json));
        }
    }

    private static void write(ChoiceExample question, ChoiceSelector.Choice choice, JsonGenerator json) throws IOException {
        json.writeNumberField("label", choice.index());
        json.writeStringField("choice", question.choices().get(choice.index()));
        json.writeNumberField("score", (float) choice.score());
        json.writeArrayFieldStart("scores");
        for (double score : choice.scores()) {
            json.writeNumber((float) score);
        }
        json.writeEndArray();
    }

    @Override
    public void close() {
        selector.close();
    }
}
