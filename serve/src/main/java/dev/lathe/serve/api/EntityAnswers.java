package dev.lathe.serve.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.predict.Aggregation;
import dev.lathe.bert.predict.Entity;
import dev.lathe.bert.predict.TokenClassifier;
import dev.lathe.serve.api.body.Texts;
import dev.lathe.serve.http.Content;
import dev.lathe.serve.http.Fields;
import dev.lathe.serve.http.HttpProblem;
import dev.lathe.serve.model.EntityModel;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Entities with the fields of Hugging Face's pipeline: `[{"entity_group","score","word","start","end"}]`, places in code points, as
/// Python counts. Without aggregation the first is called `entity`.
final class EntityAnswers {
    private EntityAnswers() {}

    static Content of(Exchange exchange, EntityModel model) {
        Fields fields = exchange.fields();
        Texts texts = Texts.of("inputs", fields.required("inputs"), model.facts().tokenizer());
        exchange.bounded("inputs", texts.all()).forEach(text -> exchange.trace().characters(text.length()));
        TokenClassifier.Options options = options(fields, model.options());
        List<List<Entity>> all = exchange.answers(model, texts.all(), text -> model.entities(text, options));
        exchange.decided(all.stream().map(entities -> entities.stream().map(Entity::type).collect(Collectors.joining(","))).toList());
        String name = options.aggregation() == Aggregation.NONE || options.aggregation() == Aggregation.WORDS ? "entity" : "entity_group";
        return Content.json(json -> {
            if (texts.single()) {
                write(json, name, texts.all().getFirst(), all.getFirst());
                return;
            }
            json.writeStartArray();
            for (int i = 0; i < all.size(); i++) {
                write(json, name, texts.all().get(i), all.get(i));
            }
            json.writeEndArray();
        });
    }

    private static TokenClassifier.Options options(Fields fields, TokenClassifier.Options usual) {
        Optional<String> aggregation = fields.text("aggregation").or(() -> fields.text("aggregation_strategy"));
        var options = usual;
        if (aggregation.isPresent()) {
            options = options.withAggregation(aggregation(aggregation.get()));
        }
        var stride = fields.number("stride", 0);
        return stride.isPresent() ? options.withStride(stride.getAsInt()) : options;
    }

    private static Aggregation aggregation(String name) {
        return Arrays.stream(Aggregation.values())
                .filter(one -> one.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> HttpProblem.invalid("aggregation: must be one of " + Arrays.stream(Aggregation.values())
                        .map(one -> one.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "))));
    }

    private static void write(JsonGenerator json, String name, String text, List<Entity> entities) throws IOException {
        json.writeStartArray();
        for (Entity entity : entities) {
            json.writeStartObject();
            json.writeStringField(name, entity.type());
            json.writeNumberField("score", (float) entity.score());
            json.writeStringField("word", entity.text());
            json.writeNumberField("start", text.codePointCount(0, entity.start()));
            json.writeNumberField("end", text.codePointCount(0, entity.end()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
