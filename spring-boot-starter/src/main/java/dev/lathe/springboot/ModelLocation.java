package dev.lathe.springboot;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.hub.CacheFolder;
import dev.lathe.bert.hub.KnownModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/// Where the model is that a property names.
final class ModelLocation {
    private static final String NAME_ONE = "Name the directory of a model, or a known model: 'lathe models' lists them.";

    private static final String FITTING =
            "Let the property name a directory of such a model. 'lathe info DIR' tells what one holds.";

    private ModelLocation() {}

    /// Makes a model of its files.
    @FunctionalInterface
    interface Loading<M> {
        M load(Path directory) throws IOException;
    }

    /// The model that a property names.
    ///
    /// @throws ModelPropertyException naming the property, if there is no such model, or one that is broken or for something else
    static <M> M load(String property, @Nullable String value, Environment environment, Loading<M> loading) throws IOException {
        Path directory = of(property, value, environment);
        try {
            return loading.load(directory);
        } catch (CheckpointException e) {
            throw new ModelPropertyException("%s=%s: %s".formatted(property, value, e.getMessage()), FITTING, e);
        }
    }

    /// @param property its name, for messages
    /// @param value a directory, or the name of a known model
    /// @param environment where the cache may be named, as the command reads it
    /// @throws ModelPropertyException if there is neither
    private static Path of(String property, @Nullable String value, Environment environment) {
        String given = Objects.requireNonNull(value, property);
        if (given.isBlank()) {
            throw new ModelPropertyException(
                    "%s: is empty; needs a directory, or the name of a known model".formatted(property), NAME_ONE);
        }
        Path directory = Path.of(given);
        if (Files.isDirectory(directory)) {
            return directory;
        }
        if (KnownModels.named(given).isEmpty()) {
            throw new ModelPropertyException("%s=%s: no such directory, and no known model".formatted(property, given), NAME_ONE);
        }
        Path cached = CacheFolder.model(variable -> environment.getProperty(variable, ""), given);
        if (!Files.isDirectory(cached)) {
            throw new ModelPropertyException(
                    "%s=%s: not in the cache, %s; fetch it with: lathe fetch %s".formatted(property, given, cached, given),
                    "Run 'lathe fetch %s', or name a directory.".formatted(given));
        }
        return cached;
    }
}
