package dev.lathe.tokenizer.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes a file whose failures name it: Java says no more than `No space left on device`.
public final class NamedFile {
    private NamedFile() {}

    /// Writes a file, over one that is there.
    public static void write(Path file, byte[] bytes) throws IOException {
        try {
            Files.write(file, bytes);
        } catch (FileSystemException named) {
            throw named;
        } catch (IOException unnamed) {
            var named = new FileSystemException(file.toString(), null, unnamed.getMessage());
            named.initCause(unnamed);
            throw named;
        }
    }
}
