package dev.lathe.serve.api;

import dev.lathe.bert.predict.TextInput;
import dev.lathe.serve.api.body.Texts;
import dev.lathe.serve.api.body.Truncating;
import dev.lathe.serve.api.body.Usage;
import dev.lathe.serve.api.body.Vectors;
import dev.lathe.serve.http.Content;
import dev.lathe.serve.http.ErrorForm;
import dev.lathe.serve.http.Fields;
import dev.lathe.serve.http.HttpProblem;
import dev.lathe.serve.meter.ServeMeters.Kind;
import dev.lathe.serve.model.EmbeddingModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Vectors of texts: OpenAI's route, and those of text-embeddings-inference.
final class EmbeddingRoutes {
    private static final String DOES = "embedding";

    private EmbeddingRoutes() {}

    static List<Route> all() {
        return List.of(
                Route.post("/v1/embeddings", ErrorForm.OPENAI, Kind.EMBED, EmbeddingRoutes::openAi),
                Route.post("/embeddings", ErrorForm.OPENAI, Kind.EMBED, EmbeddingRoutes::openAi),
                Route.post("/embed", Kind.EMBED, EmbeddingRoutes::embed),
                Route.post("/embed_all", Kind.EMBED, EmbeddingRoutes::embedAll),
                Route.post("/similarity", Kind.EMBED, EmbeddingRoutes::similarity));
    }

    private static Content openAi(Exchange exchange) {
        Fields fields = exchange.fields();
        EmbeddingModel model = exchange.model(EmbeddingModel.class, DOES);
        boolean base64 = switch (fields.text("encoding_format").orElse("float")) {
            case "float" -> false;
            case "base64" -> true;
            default -> throw HttpProblem.invalid("encoding_format: must be float or base64");
        };
        Texts texts = Texts.of("input", fields.required("input"), model.facts().tokenizer());
        // The model's own vectors, as they are everywhere else in Lathe.
        var wanted = Vectors.of(fields, model, model.normalizes());
        List<float[]> vectors = vectors(exchange, "input", model, texts.all());
        return Content.object(json -> {
            json.writeStringField("object", "list");
            json.writeArrayFieldStart("data");
            for (int i = 0; i < vectors.size(); i++) {
                json.writeStartObject();
                json.writeStringField("object", "embedding");
                json.writeNumberField("index", i);
                json.writeFieldName("embedding");
                float[] vector = wanted.of(vectors.get(i));
                if (base64) {
                    json.writeString(Vectors.base64(vector));
                } else {
                    Vectors.write(json, vector);
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("model", model.facts().name());
            Usage.write(json, exchange.trace());
        });
    }

    private static List<float[]> vectors(Exchange exchange, String name, EmbeddingModel model, List<String> texts) {
        exchange.bounded(name, texts).forEach(text -> exchange.trace().characters(text.length()));
        List<float[]> vectors = exchange.answers(model, texts, model::vector);
        exchange.watch().embedded(model.facts().name(), model.facts().tokenizer(), model::tokens, texts, vectors);
        return vectors;
    }

    private static Content embed(Exchange exchange) {
        Fields fields = exchange.fields();
        EmbeddingModel model = exchange.model(EmbeddingModel.class, DOES);
        Texts texts = Texts.of("inputs", fields.required("inputs"), model.facts().tokenizer());
        exchange.bounded("inputs", texts.all());
        Truncating.check(fields, model.facts(), TextInput.all(texts.all()));
        var wanted = Vectors.of(fields, model, fields.truth("normalize", true));
        List<float[]> vectors = vectors(exchange, "inputs", model, texts.all());
        return Content.json(json -> {
            json.writeStartArray();
            for (float[] vector : vectors) {
                Vectors.write(json, wanted.of(vector));
            }
            json.writeEndArray();
        });
    }

    private static Content embedAll(Exchange exchange) {
        Fields fields = exchange.fields();
        EmbeddingModel model = exchange.model(EmbeddingModel.class, DOES);
        Texts texts = Texts.of("inputs", fields.required("inputs"), model.facts().tokenizer());
        exchange.bounded("inputs", texts.all()).forEach(text -> exchange.trace().characters(text.length()));
        Truncating.check(fields, model.facts(), TextInput.all(texts.all()));
        List<List<float[]>> all = exchange.answers(model, texts.all(), model::tokenVectors);
        return Content.json(json -> {
            json.writeStartArray();
            for (List<float[]> tokens : all) {
                json.writeStartArray();
                for (float[] vector : tokens) {
                    Vectors.write(json, vector);
                }
                json.writeEndArray();
            }
            json.writeEndArray();
        });
    }

    private static Content similarity(Exchange exchange) {
        EmbeddingModel model = exchange.model(EmbeddingModel.class, DOES);
        Fields inputs = exchange.fields().object("inputs");
        List<?> sentences = Fields.list("sentences", inputs.required("sentences"));
        var texts = new ArrayList<String>();
        texts.add(inputs.requiredText("source_sentence"));
        exchange.bounded("sentences", sentences);
        IntStream.range(0, sentences.size())
                .forEach(i -> texts.add(Fields.asText("sentences[%d]".formatted(i), sentences.get(i))));
        Truncating.check(exchange.fields(), model.facts(), TextInput.all(texts));
        texts.forEach(text -> exchange.trace().characters(text.length()));
        List<float[]> vectors = exchange.answers(model, texts, model::vector);
        return Content.json(json -> {
            json.writeStartArray();
            for (float[] vector : vectors.subList(1, vectors.size())) {
                json.writeNumber((float) Vectors.cosine(vectors.getFirst(), vector));
            }
            json.writeEndArray();
        });
    }
}
