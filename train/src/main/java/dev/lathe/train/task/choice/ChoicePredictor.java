package dev.lathe.train.task.choice;

import dev.lathe.bert.predict.ChoiceSelector;
import dev.lathe.bert.predict.ResultJson;
import dev.lathe.train.data.ChoiceExample;
import dev.lathe.train.task.PredictionInputs;
import dev.lathe.train.task.Predictor;
import java.io.IOException;

/// The choice for each question.
record ChoicePredictor(ChoiceSelector selector) implements Predictor {
    @Override
    public void predict(PredictionInputs given, Results results) throws IOException {
        given.choices(chunk -> {
            for (ChoiceExample question : chunk) {
                ChoiceSelector.Choice choice = selector.choose(question.context(), question.continuations());
                results.add(json -> ResultJson.choice(choice, question.choices(), json));
            }
        });
    }

    @Override
    public void close() {
        selector.close();
    }
}
