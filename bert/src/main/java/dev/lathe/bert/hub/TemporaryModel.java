package dev.lathe.bert.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// The directory of a known model that is on the class path, for as long as it takes to load it.
public final class TemporaryModel {
    private TemporaryModel() {}

    /// What is done with the directory.
    @FunctionalInterface
    public interface Use<R> {
        R of(Path directory) throws IOException;
    }

    /// Writes a known model's directory where only this user can read, into the system's folder for temporary files, and deletes it after its use.
    ///
    /// @param use after it nothing of the directory may be needed
    /// @throws dev.lathe.bert.checkpoint.file.CheckpointException when the model's artifact is not on the class path, or twice, or
    ///     is not the known one
    public static <R> R use(KnownModel model, Use<R> use) throws IOException {
        Path folder = Files.createTempDirectory("lathe-");
        try {
            Path directory = folder.resolve(model.name());
            KnownModelImport.run(model, directory);
            return use.of(directory);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
