package dev.lathe.serve.api;

import dev.lathe.serve.http.Content;
import dev.lathe.serve.http.Request;
import dev.lathe.serve.model.AnswerModel;
import dev.lathe.serve.model.EmbeddingModel;
import dev.lathe.serve.model.EntityModel;
import dev.lathe.serve.model.LabelModel;
import dev.lathe.serve.model.MaskModel;
import dev.lathe.serve.model.ServedModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Requests that a model's clients will send, before one does.
final class Rehearsals {
    private static final String TEXT = "warm up";
    private static final String INPUTS = "inputs";

    private Rehearsals() {}

    static List<Request> of(ServedModel model) {
        String name = model.facts().name();
        return switch (model) {
            case EmbeddingModel _ -> List.of(
                    request("/v1/embeddings", name, Map.of("input", TEXT)), request("/embed", name, Map.of(INPUTS, TEXT)));
            case LabelModel label when label.isReranker() -> List.of(request("/predict", name, Map.of(INPUTS, TEXT)));
            case LabelModel label -> List.of(
                    request("/predict", name, withGroup(INPUTS, label)), request("/classify", name, withGroup("input", label)));
            case EntityModel _ -> List.of(request("/predict", name, Map.of(INPUTS, TEXT)));
            case AnswerModel _ -> List.of(request("/answer", name, Map.of("question", TEXT, "context", TEXT)));
            case MaskModel mask -> List.of(request("/fill-mask", name, Map.of(INPUTS, mask.mask())));
        };
    }

    private static Map<String, String> withGroup(String texts, LabelModel model) {
        var fields = new LinkedHashMap<String, String>();
        fields.put(texts, TEXT);
        model.someGroup().ifPresent(group -> fields.put("group", group));
        return fields;
    }

    private static Request request(String path, String model, Map<String, String> fields) {
        var all = new LinkedHashMap<>(fields);
        all.put("model", model);
        Content body = Content.object(json -> {
            for (Map.Entry<String, String> field : all.entrySet()) {
                json.writeStringField(field.getKey(), field.getValue());
            }
        });
        return Request.of("POST", path, Map.of("Content-Type", "application/json"), body.bytes());
    }
}
