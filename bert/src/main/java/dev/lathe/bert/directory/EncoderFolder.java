package dev.lathe.bert.directory;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/// Where in a model's directory the encoder's configuration, tokenizer and weights stand.
public final class EncoderFolder {
    static final String MODULES = "modules.json";
    private static final String ENCODER = "Transformer";
    private static final long MAX_BYTES = 1 << 20;

    private EncoderFolder() {}

    /// The directory itself, or, in the layout of early sentence-transformers, the folder of its first step, such as
    /// `0_Transformer`.
    ///
    /// @throws CheckpointException if `modules.json` is broken or names a folder that is not the directory's
    public static Path of(Path directory) throws IOException {
        for (JsonObject step : steps(directory)) {
            if (kind(step).equals(ENCODER) && !step.text("path").orElse("").isEmpty()) {
                return folder(directory, step);
            }
        }
        return directory;
    }

    /// The steps of an embedding model; none if the directory has no `modules.json`.
    static List<JsonObject> steps(Path directory) throws IOException {
        Path modules = directory.resolve(MODULES);
        return Files.exists(modules) ? JsonObject.readArray(modules, MAX_BYTES) : List.of();
    }

    /// The class of a step, without the package, which has changed with the versions.
    static String kind(JsonObject step) throws CheckpointException {
        String type = step.text("type").orElse("");
        return type.substring(type.lastIndexOf('.') + 1);
    }

    /// The folder of a step.
    ///
    /// @throws CheckpointException if it is none, or not in the directory
    static Path folder(Path directory, JsonObject step) throws CheckpointException {
        String name = step.text("path").orElse("");
        try {
            Path inside = directory.resolve(name);
            if (!inside.toAbsolutePath().normalize().startsWith(directory.toAbsolutePath().normalize())) {
                throw step.problem("path", "'" + name + "' leaves the model's directory");
            }
            return inside;
        } catch (InvalidPathException invalid) {
            throw step.problem("path", "not a file name: " + invalid.getReason());
        }
    }
}
