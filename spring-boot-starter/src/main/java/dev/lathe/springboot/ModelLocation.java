package dev.lathe.springboot;

import dev.lathe.bert.hub.KnownModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/// Where the model is that a property names.
final class ModelLocation {
    private ModelLocation() {}

    /// @param property its name, for messages
    /// @param value a directory, or the name of a known model
    /// @param environment where the cache may be named, as the command reads it
    /// @throws IllegalArgumentException if there is neither
    static Path of(String property, @Nullable String value, Environment environment) {
        String given = Objects.requireNonNull(value, property);
        Path directory = Path.of(given);
        if (Files.isDirectory(directory)) {
            return directory;
        }
        if (KnownModels.named(given).isEmpty()) {
            throw new IllegalArgumentException("%s=%s: no such directory, and no known model".formatted(property, given));
        }
        Path cached = cache(environment).resolve("models").resolve(given);
        if (!Files.isDirectory(cached)) {
            throw new IllegalArgumentException("%s=%s: not in the cache, %s; fetch it with: lathe fetch %s --to DIR".formatted(
                    property, given, cached, given));
        }
        return cached;
    }

    private static Path cache(Environment environment) {
        String own = environment.getProperty("LATHE_CACHE", "");
        if (!own.isEmpty()) {
            return Path.of(own).toAbsolutePath();
        }
        String shared = environment.getProperty("XDG_CACHE_HOME", "");
        // The XDG specification: a relative path is invalid and is to be ignored.
        if (!shared.isEmpty() && Path.of(shared).isAbsolute()) {
            return Path.of(shared, "lathe");
        }
        return Path.of(environment.getProperty("HOME", System.getProperty("user.home")), ".cache", "lathe");
    }
}
