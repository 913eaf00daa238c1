package dev.lathe.serve.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.predict.TextInput;
import dev.lathe.serve.api.body.Truncating;
import dev.lathe.serve.api.body.Usage;
import dev.lathe.serve.http.Content;
import dev.lathe.serve.http.ErrorForm;
import dev.lathe.serve.http.Fields;
import dev.lathe.serve.http.HttpProblem;
import dev.lathe.serve.meter.ServeMeters.Kind;
import dev.lathe.serve.model.LabelModel;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// How well texts fit a query: text-embeddings-inference's `/rerank` with `texts`, and that of Cohere and Jina with `documents`.
final class RerankRoutes {
    private static final String TEXTS = "texts";
    private static final String DOCUMENTS = "documents";

    private final AtomicLong asked = new AtomicLong();

    /// A text's place in the request, and its score.
    private record Ranked(int index, double score) {}

    List<Route> all() {
        return List.of(
                Route.post("/rerank", Kind.RERANK, this::either),
                Route.post("/v1/rerank", ErrorForm.COHERE, Kind.RERANK, this::documents),
                Route.post("/v2/rerank", ErrorForm.COHERE, Kind.RERANK, this::documents));
    }

    private Content either(Exchange exchange) {
        if (exchange.fields().has(TEXTS) == exchange.fields().has(DOCUMENTS)) {
            throw HttpProblem.invalid("needs texts or documents, one of the two");
        }
        return exchange.fields().has(TEXTS) ? texts(exchange) : documents(exchange);
    }

    private static Content texts(Exchange exchange) {
        Fields fields = exchange.fields();
        LabelModel model = exchange.reranker();
        List<String> texts = texts(TEXTS, fields.required(TEXTS));
        boolean returned = fields.truth("return_text", false);
        List<Ranked> ranked = ranked(exchange, model, TEXTS, texts, fields.truth("raw_scores", false));
        return Content.json(json -> {
            json.writeStartArray();
            for (Ranked one : ranked) {
                json.writeStartObject();
                json.writeNumberField("index", one.index());
                json.writeNumberField("score", (float) one.score());
                if (returned) {
                    json.writeStringField("text", texts.get(one.index()));
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private Content documents(Exchange exchange) {
        Fields fields = exchange.fields();
        if (fields.has(TEXTS)) {
            throw HttpProblem.invalid("texts: this route takes documents");
        }
        LabelModel model = exchange.reranker();
        List<String> documents = texts(DOCUMENTS, fields.required(DOCUMENTS));
        int top = fields.number("top_n", 1).orElse(documents.size());
        boolean returned = fields.truth("return_documents", false);
        List<Ranked> ranked = ranked(exchange, model, DOCUMENTS, documents, false);
        return Content.object(json -> {
            json.writeStringField("id", "rerank-" + asked.incrementAndGet());
            json.writeStringField("model", model.facts().name());
            json.writeArrayFieldStart("results");
            for (Ranked one : ranked.subList(0, Math.min(top, ranked.size()))) {
                json.writeStartObject();
                json.writeNumberField("index", one.index());
                json.writeNumberField("relevance_score", (float) one.score());
                if (returned) {
                    json.writeObjectFieldStart("document");
                    json.writeStringField("text", documents.get(one.index()));
                    json.writeEndObject();
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            billed(json);
            Usage.write(json, exchange.trace());
        });
    }

    private static void billed(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("meta");
        json.writeObjectFieldStart("billed_units");
        json.writeNumberField("search_units", 1);
        json.writeEndObject();
        json.writeEndObject();
    }


    /// Best first; of equal ones the earlier.
    ///
    /// @param raw whether scores are as the model gives them, not squeezed into 0 to 1
    private static List<Ranked> ranked(Exchange exchange, LabelModel model, String name, List<String> texts, boolean raw) {
        String query = exchange.fields().requiredText("query");
        exchange.bounded(name, texts).forEach(text -> exchange.trace().characters(query.length() + text.length()));
        List<TextInput> pairs = texts.stream().map(text -> TextInput.of(query, text)).toList();
        Truncating.check(exchange.fields(), model.facts(), pairs);
        List<Double> scores = exchange.answers(model, pairs, model::predict).stream()
                .map(prediction -> raw ? prediction.score() : squeezed(prediction.score()))
                .toList();
        return IntStream.range(0, scores.size())
                .mapToObj(i -> new Ranked(i, scores.get(i)))
                .sorted(Comparator.comparingDouble((Ranked one) -> -one.score()))
                .toList();
    }

    /// The logistic function, which keeps the order.
    static double squeezed(double score) {
        return 1 / (1 + StrictMath.exp(-score));
    }

    private static List<String> texts(String name, Object value) {
        List<?> list = Fields.list(name, value);
        return IntStream.range(0, list.size()).mapToObj(i -> text("%s[%d]".formatted(name, i), list.get(i))).toList();
    }

    /// A text, or an object that has one.
    private static String text(String name, @Nullable Object value) {
        return value instanceof String || value == null
                ? Fields.asText(name, value) : Fields.of(name, value).requiredText("text");
    }
}
