package dev.lathe.bert.directory;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where in a model's directory the encoder's configuration, tokenizer and weights stand.
///
/// @param directory the model's
/// @param path of the encoder's files: the directory itself, or, in the layout of early sentence-transformers, the folder of
///     its first step, such as `0_Transformer`
/// @param steps of an embedding model, as `modules.json` lists them; empty if there is no such file
public record EncoderFolder(Path directory, Path path, Optional<List<JsonObject>> steps) {
    static final String MODULES = "modules.json";
    private static final String ENCODER = "Transformer";
    private static final long MAX_BYTES = 1 << 20;

    public EncoderFolder {
        steps = steps.map(List::copyOf);
    }

    /// Looks into `modules.json`, if there is one.
    ///
    /// @throws CheckpointException if it is broken or names a folder that is not the directory's
    public static EncoderFolder open(Path directory) throws IOException {
        Path modules = directory.resolve(MODULES);
        if (!Files.exists(modules)) {
            return new EncoderFolder(directory, directory, Optional.empty());
        }
        List<JsonObject> steps = JsonObject.readArray(modules, MAX_BYTES);
        for (JsonObject step : steps) {
            if (kind(step).equals(ENCODER) && !step.text("path").orElse("").isEmpty()) {
                return new EncoderFolder(directory, folder(directory, step), Optional.of(steps));
            }
        }
        return new EncoderFolder(directory, directory, Optional.of(steps));
    }

    /// The encoder's [#path] in a model's directory.
    ///
    /// @throws CheckpointException as [#open]
    public static Path of(Path directory) throws IOException {
        return open(directory).path();
    }

    /// The class of a step, without the package, which has changed with the versions.
    static String kind(JsonObject step) throws CheckpointException {
        String type = step.text("type").orElse("");
        return type.substring(type.lastIndexOf('.') + 1);
    }

    /// The folder of a step.
    ///
    /// @throws CheckpointException if it is none, or not in the directory
    Path folder(JsonObject step) throws CheckpointException {
        return folder(directory, step);
    }

    private static Path folder(Path directory, JsonObject step) throws CheckpointException {
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
