package dev.lathe.train.data.rows;

import java.nio.file.Path;

/// A file that was read, or examples from memory, as `training.json` and the model card name it.
///
/// @param path the file, as the user wrote it; for examples from memory what they are called, such as `training data`
/// @param bytes its length; for examples from memory that of what is hashed
/// @param sha256 the SHA-256 of its bytes, 64 lower-case hexadecimal digits, worked out while it was read; for examples from memory
///     that of their content
/// @param rows its examples
public record DataFile(Path path, long bytes, String sha256, int rows) {

    /// The last part of the path, which says nothing about the user's machine.
    ///
    /// @return the file's name
    public String name() {
        return String.valueOf(path.getFileName());
    }
}
