package dev.lathe.train.task.maskedlm;

import dev.lathe.bert.predict.MaskFiller;
import dev.lathe.bert.predict.ResultJson;
import dev.lathe.bert.predict.TextInput;
import dev.lathe.train.task.PredictionInputs;
import dev.lathe.train.task.Predictor;
import java.io.IOException;
import java.util.List;

/// The most probable words for each `[MASK]` of a text.
record WordPredictor(MaskFiller filler) implements Predictor {
    private static final int TOP = 5;

    @Override
    public void predict(PredictionInputs given, Results results) throws IOException {
        given.texts(chunk -> {
            for (TextInput input : chunk) {
                if (input.pair().isPresent()) {
                    throw new IllegalArgumentException("a model that guesses words reads single texts, not pairs");
                }
                List<List<MaskFiller.Guess>> masks = filler.fill(input.text(), TOP);
                results.add(json -> ResultJson.words(masks, json));
            }
        });
    }

    @Override
    public void close() {
        filler.close();
    }
}
