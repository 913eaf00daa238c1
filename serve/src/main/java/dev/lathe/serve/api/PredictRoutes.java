package dev.lathe.serve.api;

import dev.lathe.bert.predict.Prediction;
import dev.lathe.bert.predict.TextInput;
import dev.lathe.serve.api.body.LabelScores;
import dev.lathe.serve.api.body.TextGroups;
import dev.lathe.serve.api.body.Texts;
import dev.lathe.serve.api.body.Truncating;
import dev.lathe.serve.api.body.Usage;
import dev.lathe.serve.http.Content;
import dev.lathe.serve.http.Fields;
import dev.lathe.serve.http.HttpProblem;
import dev.lathe.serve.meter.ServeMeters.Kind;
import dev.lathe.serve.model.EntityModel;
import dev.lathe.serve.model.LabelModel;
import dev.lathe.serve.model.ServedModel;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Labels of texts: text-embeddings-inference's `/predict`, which also finds entities, and infinity's `/classify`.
final class PredictRoutes {
    private static final String DOES = "classification";

    private PredictRoutes() {}

    static List<Route> all() {
        return List.of(
                Route.post("/predict", Kind.PREDICT, PredictRoutes::predict),
                Route.post("/classify", Kind.PREDICT, PredictRoutes::classify));
    }

    private static Content predict(Exchange exchange) {
        Fields fields = exchange.fields();
        ServedModel model = fields.has("model") ? exchange.model() : exchange.predictor();
        return switch (model) {
            case EntityModel tagger -> EntityAnswers.of(exchange, tagger);
            case LabelModel classifier -> labels(exchange, classifier);
            default -> throw HttpProblem.invalid("model '%s': of type %s; this route needs one for %s".formatted(
                    model.facts().name(), model.type(), DOES));
        };
    }

    private static Content labels(Exchange exchange, LabelModel model) {
        Fields fields = exchange.fields();
        Object given = fields.required("inputs");
        boolean single = !(given instanceof List<?> list) || list.isEmpty() || !(list.getFirst() instanceof List);
        List<TextInput> inputs = single ? List.of(input("inputs", given)) : inputs((List<?>) given);
        List<Prediction> predictions = predictions(exchange, "inputs", model, inputs);
        var scores = LabelScores.of(fields, model);
        return Content.json(json -> {
            if (single) {
                scores.write(json, predictions.getFirst());
                return;
            }
            json.writeStartArray();
            for (Prediction prediction : predictions) {
                scores.write(json, prediction);
            }
            json.writeEndArray();
        });
    }

    private static Content classify(Exchange exchange) {
        LabelModel model = exchange.model(LabelModel.class, DOES);
        Texts texts = Texts.of("input", exchange.fields().required("input"), model.facts().tokenizer());
        List<Prediction> predictions = predictions(exchange, "input", model, TextInput.all(texts.all()));
        var scores = LabelScores.of(exchange.fields(), model);
        return Content.object(json -> {
            json.writeStringField("object", "classify");
            json.writeArrayFieldStart("data");
            for (Prediction prediction : predictions) {
                scores.write(json, prediction);
            }
            json.writeEndArray();
            json.writeStringField("model", model.facts().name());
            Usage.write(json, exchange.trace());
        });
    }

    private static List<Prediction> predictions(Exchange exchange, String name, LabelModel model, List<TextInput> inputs) {
        for (TextInput input : exchange.bounded(name, inputs)) {
            exchange.trace().characters(input.text().length() + input.pair().map(String::length).orElse(0));
        }
        Truncating.check(exchange.fields(), model.facts(), inputs);
        List<String> groups = TextGroups.of(exchange.fields(), model, inputs.size());
        List<Prediction> predictions = TextGroups.settled(model, groups, exchange.answers(model, inputs, model::predict));
        exchange.decided(predictions.stream().map(prediction -> decision(model, prediction)).toList());
        switch (model.problemType()) {
            case SINGLE_LABEL_CLASSIFICATION -> {
                watched(exchange, model, false, inputs, predictions);
                reviewed(exchange, model, false, inputs, predictions);
            }
            case MULTI_LABEL_CLASSIFICATION -> {
                watched(exchange, model, true, inputs, predictions);
                reviewed(exchange, model, true, inputs, predictions);
            }
            // Numbers have no shares.
            case REGRESSION, UNSPECIFIED -> { }
        }
        return predictions;
    }

    /// @param several whether any number of labels may be true
    private static void reviewed(Exchange exchange, LabelModel model, boolean several, List<TextInput> inputs, List<Prediction> predictions) {
        exchange.reviewing().ifPresent(reviewing -> {
            for (int i = 0; i < inputs.size(); i++) {
                Prediction prediction = predictions.get(i);
                reviewing.decided(model, inputs.get(i), several ? prediction.labels() : List.of(prediction.label()),
                        several ? leastCertain(prediction) : prediction.score(), prediction);
            }
        });
    }

    /// Of yes and no, the probability of what was chosen, for the label that is nearest to a coin's toss.
    private static double leastCertain(Prediction prediction) {
        return prediction.scores().values().stream().mapToDouble(score -> Math.max(score, 1 - score)).min().orElse(0);
    }

    /// The label, the labels that are true, or the number.
    private static String decision(LabelModel model, Prediction prediction) {
        return switch (model.problemType()) {
            case SINGLE_LABEL_CLASSIFICATION -> prediction.label();
            case MULTI_LABEL_CLASSIFICATION -> String.join(",", prediction.labels());
            case REGRESSION, UNSPECIFIED -> String.valueOf((float) prediction.score());
        };
    }

    private static void watched(
            Exchange exchange, LabelModel model, boolean several, List<TextInput> inputs, List<Prediction> predictions) {
        exchange.watch().labelled(model.facts().name(), model.facts().tokenizer(), several, inputs, predictions);
    }

    private static List<TextInput> inputs(List<?> batch) {
        return IntStream.range(0, batch.size()).mapToObj(i -> input("inputs[%d]".formatted(i), batch.get(i))).toList();
    }

    /// A text, or one or two in a list.
    private static TextInput input(String name, @Nullable Object value) {
        if (value instanceof String text) {
            return TextInput.of(text);
        }
        List<?> parts = Fields.list(name, value);
        if (parts.isEmpty() || parts.size() > 2) {
            throw HttpProblem.invalid("%s: %d texts; needs one or a pair, or a list of such lists".formatted(name, parts.size()));
        }
        return new TextInput(Fields.asText(name + "[0]", parts.getFirst()),
                parts.size() == 2 ? Optional.of(Fields.asText(name + "[1]", parts.getLast())) : Optional.empty());
    }
}
