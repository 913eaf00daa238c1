package dev.lathe.bert.checkpoint.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/// Writing whose failures name the file: Java's streams and channels say no more than `No space left on device`.
public final class NamedWriting {
    private NamedWriting() {}

    /// What is written.
    ///
    /// @param <T> what comes of it
    @FunctionalInterface
    public interface Action<T> {
        /// Writes, and reads nothing that could fail.
        T run() throws IOException;
    }

    /// Writes to a file.
    ///
    /// @param file what failures name; those that name a file already are left as they are
    public static <T> T of(Path file, Action<T> action) throws IOException {
        try {
            return action.run();
        } catch (FileSystemException | CheckpointException named) {
            throw named;
        } catch (IOException unnamed) {
            var named = new FileSystemException(file.toString(), null, unnamed.getMessage());
            named.initCause(unnamed);
            throw named;
        }
    }
}
