package dev.lathe.bert;

import dev.lathe.bert.checkpoint.CheckpointException;
import dev.lathe.bert.checkpoint.JsonFile;
import dev.lathe.bert.checkpoint.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How an embedding model turns hidden states into a vector, as sentence-transformers stores it beside the weights:
/// `modules.json` lists the steps, `1_Pooling/config.json` says how to pool.
///
/// @param pooling how tokens become one vector
/// @param normalize whether the vector is scaled to length 1
public record SentenceModules(Pooling pooling, boolean normalize) {
    private static final long MAX_BYTES = 1 << 20;
    private static final String MODULES = "modules.json";
    private static final String TYPE_PREFIX = "sentence_transformers.models.";

    /// The steps stored in a model's directory; none when it has no `modules.json`.
    ///
    /// @throws CheckpointException when a file is broken, or asks for a step or a pooling that is not known
    public static Optional<SentenceModules> read(Path directory) throws IOException {
        Path modules = directory.resolve(MODULES);
        if (!Files.exists(modules)) {
            return Optional.empty();
        }
        Optional<Pooling> pooling = Optional.empty();
        boolean normalize = false;
        for (JsonObject step : JsonObject.readArray(modules, MAX_BYTES)) {
            String type = step.text("type").orElse("");
            switch (type.substring(type.lastIndexOf('.') + 1)) {
                case "Transformer" -> {
                    // the encoder itself
                }
                case "Pooling" -> pooling = Optional.of(readPooling(directory, step));
                case "Normalize" -> normalize = true;
                default -> throw step.problem("type", "'" + type + "' is not known");
            }
        }
        if (pooling.isEmpty()) {
            throw new CheckpointException(MODULES, "no Pooling among its steps");
        }
        return Optional.of(new SentenceModules(pooling.get(), normalize));
    }

    private static Pooling readPooling(Path directory, JsonObject step) throws IOException {
        String folder = step.text("path").orElse("");
        Path inside = directory.resolve(folder).normalize();
        if (!inside.startsWith(directory.normalize())) {
            throw step.problem("path", "'" + folder + "' leaves the model's directory");
        }
        JsonObject config = JsonObject.read(inside.resolve(ConfigFile.NAME), MAX_BYTES);
        Optional<Pooling> pooling = Optional.empty();
        for (String key : config.keys()) {
            if (key.startsWith("pooling_mode_") && config.truth(key).orElse(false)) {
                Pooling found = Pooling.of(key)
                        .orElseThrow(() -> config.problem(key, "only cls_token, mean_tokens and max_tokens are known"));
                if (pooling.isPresent()) {
                    throw config.problem(key, "a second pooling beside " + pooling.get().key() + " is not known");
                }
                pooling = Optional.of(found);
            }
        }
        return pooling.orElseThrow(() -> config.problem(Pooling.MEAN.key(), "no pooling is switched on"));
    }

    /// Writes these steps into a model's directory.
    ///
    /// @param hiddenSize length of the vector that pooling gives
    public void write(Path directory, int hiddenSize) throws IOException {
        List<String> types =
                normalize ? List.of("Transformer", "Pooling", "Normalize") : List.of("Transformer", "Pooling");
        JsonFile.write(directory.resolve(MODULES), json -> {
            json.writeStartArray();
            for (int i = 0; i < types.size(); i++) {
                json.writeStartObject();
                json.writeNumberField("idx", i);
                json.writeStringField("name", Integer.toString(i));
                json.writeStringField("path", i == 0 ? "" : folder(i, types.get(i)));
                json.writeStringField("type", TYPE_PREFIX + types.get(i));
                json.writeEndObject();
            }
            json.writeEndArray();
        });
        // sentence-transformers looks for the folder of each step, though Normalize has nothing to store.
        for (int i = 1; i < types.size(); i++) {
            Files.createDirectories(directory.resolve(folder(i, types.get(i))));
        }
        JsonFile.write(directory.resolve(folder(1, "Pooling")).resolve(ConfigFile.NAME), json -> {
            json.writeStartObject();
            json.writeNumberField("word_embedding_dimension", hiddenSize);
            for (Pooling kind : Pooling.values()) {
                json.writeBooleanField(kind.key(), kind == pooling);
            }
            json.writeEndObject();
        });
    }

    private static String folder(int index, String type) {
        return index + "_" + type;
    }
}
