package dev.lathe.tokenizer.file;

import dev.lathe.tokenizer.TokenizerException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Reads files whole, none of which can be larger than any tokenizer's.
public final class FileBytes {
    public static final long MAX = 1L << 28;

    private FileBytes() {}

    /// A link is followed; a device or a pipe behind it is never opened.
    public static byte[] read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (!Files.isRegularFile(file)) {
            throw new TokenizerException(file + ": not a regular file");
        }
        long size = Files.size(file);
        if (size > MAX) {
            throw new TokenizerException("%s: %d bytes: no tokenizer file has more than %d".formatted(file, size, MAX));
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes((int) MAX + 1);
            if (bytes.length > MAX) {
                throw new TokenizerException("%s: no tokenizer file has more than %d bytes".formatted(file, MAX));
            }
            return bytes;
        }
    }
}
