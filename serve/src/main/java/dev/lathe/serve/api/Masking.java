package dev.lathe.serve.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lathe.json.JsonReader;
import dev.lathe.serve.http.Content;
import dev.lathe.serve.http.Fields;
import dev.lathe.serve.http.HttpProblem;
import dev.lathe.trust.mask.MaskException;
import dev.lathe.trust.mask.Masker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which texts are masked, by the models that they are for.
///
/// Every text of a request or an answer counts but those in fields that name things: what is not known to be harmless is masked.
/// A text that cannot be searched to its end is refused.
///
/// @param masker finds and replaces
/// @param all what is masked for every model
/// @param byModel what is masked for some models beside that
public record Masking(Masker masker, Set<Part> all, Map<String, Set<Part>> byModel) {
    /// Nothing.
    public static final Masking NONE = new Masking(Masker.USUAL, Set.of(), Map.of());

    private static final Set<String> NAMES_IN_REQUESTS = Set.of("model", "encoding_format", "user", "truncation_direction", "prompt_name", "aggregation",
            "aggregation_strategy");
    private static final Set<String> NAMES_IN_ANSWERS = Set.of("model", "object", "id", "label", "entity", "entity_group");
    private static final List<String> TEXTS_OR_IDS = List.of("input", "inputs");

    /// What of the traffic.
    public enum Part {
        /// Before a model sees it.
        REQUESTS,
        /// Before a client sees it.
        RESPONSES,
        /// Before whoever runs the server sees it.
        LOGS
    }

    public Masking {
        all = Set.copyOf(all);
        byModel = Map.copyOf(byModel);
    }

    /// @param model that is asked for; empty where the request names none, and then whatever any model wants masked is
    private boolean isFor(Part part, Optional<String> model) {
        return all.contains(part) || (model.isPresent()
                ? byModel.getOrDefault(model.get(), EnumSet.noneOf(Part.class)).contains(part)
                : byModel.values().stream().anyMatch(parts -> parts.contains(part)));
    }

    /// The types of personal data that are replaced in requests to a model, as far as they are known beforehand.
    public Set<String> typesInRequests(String model) {
        return isFor(Part.REQUESTS, Optional.of(model)) ? masker.types() : Set.of();
    }

    /// A request's fields as a model may see them.
    ///
    /// @throws HttpProblem if there are ids in place of texts, or a text cannot be searched
    Fields request(Fields fields) {
        if (!isFor(Part.REQUESTS, fields.text("model"))) {
            return fields;
        }
        for (String name : TEXTS_OR_IDS) {
            if (fields.value(name).filter(Masking::hasNumbers).isPresent()) {
                throw HttpProblem.invalid(name + ": ids cannot be masked; send texts");
            }
        }
        return fields.mapped(this::masked, NAMES_IN_REQUESTS);
    }

    private static boolean hasNumbers(Object value) {
        return value instanceof Number || value instanceof List<?> list && list.stream().anyMatch(one -> one != null && hasNumbers(one));
    }

    /// An answer as a client may see it.
    ///
    /// @param model that answered; empty if none is known
    Content answer(Content content, String model) {
        if (!isFor(Part.RESPONSES, Optional.of(model).filter(name -> !name.isEmpty()))) {
            return content;
        }
        return Content.json(json -> {
            try (JsonParser parser = JsonReader.SMALL.parser(content.bytes())) {
                copy(parser, json);
            }
        });
    }

    private void copy(JsonParser parser, JsonGenerator json) throws IOException {
        String field = "";
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            switch (token) {
                case FIELD_NAME -> {
                    field = parser.currentName();
                    json.writeFieldName(field);
                }
                case VALUE_STRING -> json.writeString(NAMES_IN_ANSWERS.contains(field) ? parser.getText() : masked(parser.getText()));
                // As it is spelled: nothing is rounded.
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.writeNumber(parser.getText());
                case START_OBJECT, END_OBJECT, START_ARRAY, END_ARRAY, VALUE_TRUE, VALUE_FALSE, VALUE_NULL, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                    json.copyCurrentEvent(parser);
            }
        }
    }

    private String masked(String text) {
        try {
            return masker.mask(text).text();
        } catch (MaskException e) {
            throw HttpProblem.invalid(String.valueOf(e.getMessage()));
        }
    }

    /// A line for whoever runs the server.
    public String line(String line) {
        if (!isFor(Part.LOGS, Optional.empty())) {
            return line;
        }
        try {
            return masker.mask(line).text();
        } catch (MaskException e) {
            return "[withheld: %s]".formatted(e.getMessage());
        }
    }

    /// @throws IllegalArgumentException if a model is named that is not served
    public void requireServed(Set<String> models) {
        for (String model : byModel.keySet()) {
            if (!models.contains(model)) {
                throw new IllegalArgumentException("mask: model '%s': not served; there is %s".formatted(model, String.join(", ", models)));
            }
        }
    }
}
