package dev.lathe.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.MaskFiller;
import dev.lathe.bert.TextInput;
import java.io.IOException;
import java.util.List;

/// The most probable words for each `[MASK]` of a text: `{"masks":[[{"token","id","probability"}]]}`.
record WordPredictor(MaskFiller filler) implements Predictor {
    private static final int TOP = 5;

    @Override
    public void predict(PredictArguments given, JsonLines results) throws IOException {
        given.texts(chunk -> {
            for (TextInput input : chunk) {
                if (input.pair().isPresent()) {
                    throw new CommandFailure("a model that guesses words reads single texts, not pairs");
                }
                List<List<MaskFiller.Guess>> masks = filler.fill(input.text(), TOP);
                results.add(json -> write(masks, json));
            }
        });
    }

    private static void write(List<List<MaskFiller.Guess>> masks, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("masks");
        for (List<MaskFiller.Guess> guesses : masks) {
            json.writeStartArray();
            for (MaskFiller.Guess guess : guesses) {
                json.writeStartObject();
                json.writeStringField("token", guess.token());
                json.writeNumberField("id", guess.id());
                json.writeNumberField("probability", (float) guess.probability());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    @Override
    public void close() {
        filler.close();
    }
}
