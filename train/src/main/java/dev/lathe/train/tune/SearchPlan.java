package dev.lathe.train.tune;

import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import java.io.IOException;
import java.util.Map;

/// What decides a search's trials: a search that goes on must have the same.
///
/// @param method the word for it
/// @param seed of what is tried
/// @param course what else must stay as it is, such as the number of trials where the trials depend on it
/// @param file the options and the space
public record SearchPlan(String method, long seed, String course, SearchFile file) {
    byte[] toJson() throws IOException {
        return JsonWriter.object(JsonLayout.FIELDS, json -> {
            json.writeStringField("method", method);
            json.writeNumberField("seed", seed);
            json.writeStringField("course", course);
            JsonWriter.object(json, "options", inside -> {
                for (Map.Entry<String, String> option : file.options().entrySet()) {
                    inside.writeStringField(option.getKey(), option.getValue());
                }
            });
            JsonWriter.object(json, "space", inside -> {
                for (Map.Entry<String, Distribution> dimension : file.space().dimensions().entrySet()) {
                    inside.writeStringField(dimension.getKey(), dimension.getValue().toString());
                }
            });
        });
    }
}
