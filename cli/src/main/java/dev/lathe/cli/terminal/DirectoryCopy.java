package dev.lathe.cli.terminal;

import dev.lathe.bert.checkpoint.file.NamedWriting;
import dev.lathe.bert.hub.DirectoryInProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Copies of whole directories, which appear by rename.
public final class DirectoryCopy {
    private static final long SAME = -1;

    private DirectoryCopy() {
    }

    /// Copies a directory.
    ///
    /// @param source what to copy
    /// @param target the copy, absent so far; its parents are made
    public static void of(Path source, Path target) throws IOException {
        try (var progress = DirectoryInProgress.beside(target); var paths = Files.walk(source)) {
            for (Path path : paths.filter(found -> !found.equals(source)).toList()) {
                Path copy = progress.path().resolve(source.relativize(path));
                NamedWriting.of(copy, () -> Files.copy(path, copy));
            }
            progress.publish();
        }
    }

    /// Whether every file of a directory is in another with the same content. What else is there does not matter.
    public static boolean isCopy(Path source, Path target) throws IOException {
        try (var paths = Files.walk(source)) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                Path other = target.resolve(source.relativize(file));
                if (!Files.isRegularFile(other) || Files.mismatch(file, other) != SAME) {
                    return false;
                }
            }
        }
        return true;
    }
}
