package dev.lathe.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.Entity;
import dev.lathe.bert.TextInput;
import dev.lathe.bert.TokenClassifier;
import java.io.IOException;
import java.util.List;

/// The entities of each text, or its words where a label marks each word: `{"entities":[{"type","start","end","text","score"}]}`.
record EntityPredictor(TokenClassifier classifier) implements Predictor {

    @Override
    public void predict(PredictArguments given, JsonLines results) throws IOException {
        given.texts(chunk -> {
            if (chunk.stream().anyMatch(input -> input.pair().isPresent())) {
                throw new CommandFailure("a model that finds entities reads single texts, not pairs");
            }
            for (List<Entity> entities : classifier.predictAll(chunk.stream().map(TextInput::text).toList())) {
                results.add(json -> write(entities, json));
            }
        });
    }

    private static void write(List<Entity> entities, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("entities");
        for (Entity entity : entities) {
            json.writeStartObject();
            json.writeStringField("type", entity.type());
            json.writeNumberField("start", entity.start());
            json.writeNumberField("end", entity.end());
            json.writeStringField("text", entity.text());
            json.writeNumberField("score", (float) entity.score());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    @Override
    public void close() {
        classifier.close();
    }
}
