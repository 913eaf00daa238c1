package dev.lathe.bert.predict;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Predictions as JSON: the fields of one object each, for command lines, files and services alike.
public final class ResultJson {
    private ResultJson() {}

    /// The one label of a text: `{"label","score","scores":{}}`.
    public static void label(Prediction prediction, JsonGenerator json) throws IOException {
        json.writeStringField("label", prediction.label());
        json.writeNumberField("score", (float) prediction.score());
        scores(prediction, json);
    }

    /// As above, with the best of the scores only, the highest first; of equal ones in the model's order.
    ///
    /// @param best how many; all in the model's order if empty
    public static void label(Prediction prediction, OptionalInt best, JsonGenerator json) throws IOException {
        if (best.isEmpty()) {
            label(prediction, json);
            return;
        }
        var scores = new LinkedHashMap<String, Double>();
        prediction.scores().entrySet().stream().sorted(Map.Entry.<String, Double>comparingByValue().reversed()).limit(best.getAsInt())
                .forEach(score -> scores.put(score.getKey(), score.getValue()));
        label(new Prediction(prediction.label(), prediction.score(), scores), json);
    }

    /// The labels of a text, none or several: `{"labels":[],"scores":{}}`.
    public static void labels(Prediction prediction, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("labels");
        for (String label : prediction.labels()) {
            json.writeString(label);
        }
        json.writeEndArray();
        scores(prediction, json);
    }

    private static void scores(Prediction prediction, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("scores");
        for (Map.Entry<String, Double> score : prediction.scores().entrySet()) {
            json.writeNumberField(score.getKey(), score.getValue().floatValue());
        }
        json.writeEndObject();
    }

    /// The number of a text: `{"score"}`.
    public static void number(Prediction prediction, JsonGenerator json) throws IOException {
        json.writeNumberField("score", (float) prediction.score());
    }

    /// The entities of a text, or its words where a label marks each word: `{"entities":[{"type","start","end","text","score"}]}`.
    public static void entities(List<Entity> entities, JsonGenerator json) throws IOException {
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

    /// An answer: `{"answer","start","end","score"}`.
    public static void answer(Answer answer, JsonGenerator json) throws IOException {
        json.writeStringField("answer", answer.text());
        json.writeNumberField("start", answer.start());
        json.writeNumberField("end", answer.end());
        json.writeNumberField("score", (float) answer.score());
    }

    /// The best answers, behind [#answer]: `{"answers":[]}`.
    public static void best(List<Answer> answers, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("answers");
        for (Answer one : answers) {
            json.writeStartObject();
            answer(one, json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /// A choice: `{"label","choice","score","scores":[]}`, the label being its number from 0.
    ///
    /// @param choices what could be chosen
    public static void choice(ChoiceSelector.Choice choice, List<String> choices, JsonGenerator json) throws IOException {
        json.writeNumberField("label", choice.index());
        json.writeStringField("choice", choices.get(choice.index()));
        json.writeNumberField("score", (float) choice.score());
        json.writeArrayFieldStart("scores");
        for (double score : choice.scores()) {
            json.writeNumber((float) score);
        }
        json.writeEndArray();
    }

    /// The most probable words for each `[MASK]` of a text: `{"masks":[[{"token","id","probability"}]]}`.
    public static void words(List<List<MaskFiller.Guess>> masks, JsonGenerator json) throws IOException {
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

    /// The vector of a text: `{"embedding":[]}`.
    public static void vector(float[] vector, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("embedding");
        for (float value : vector) {
            json.writeNumber(value);
        }
        json.writeEndArray();
    }

    /// How alike two texts are: `{"similarity"}`.
    public static void similarity(double cosine, JsonGenerator json) throws IOException {
        json.writeNumberField("similarity", (float) cosine);
    }
}
