package dev.lathe.bert.directory;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Finds the base that an adapter names.
@FunctionalInterface
public interface BaseFinder {
    /// Takes the name for the path of a directory: as it is, else beside the adapter.
    BaseFinder BY_PATH = (name, adapter) -> {
        try {
            Path given = Path.of(name);
            Path last = given.getFileName();
            Path beside = adapter.toAbsolutePath().normalize().resolveSibling(last == null ? name : last.toString());
            for (Path candidate : new Path[] {given, beside}) {
                if (!name.isEmpty() && Files.isDirectory(candidate) && !Files.isSameFile(candidate, adapter)) {
                    return candidate;
                }
            }
        } catch (InvalidPathException e) {
            throw new CheckpointException(adapter.toString(), "its base '%s': not a file name: %s".formatted(name, e.getReason()), e);
        }
        throw new CheckpointException(adapter.toString(), "its base '%s': no such directory; name the base and the adapter both".formatted(name));
    };

    /// The base's directory.
    ///
    /// @param name what the adapter's file says: `base_model_name_or_path`
    /// @param adapter the adapter's directory
    /// @throws CheckpointException if there is none
    Path find(String name, Path adapter) throws IOException;
}
