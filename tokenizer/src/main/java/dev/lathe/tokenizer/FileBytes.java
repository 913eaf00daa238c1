package dev.lathe.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads files whole, none of which can be larger than any tokenizer's.
final class FileBytes {
    static final long MAX = 1L << 28;

    private FileBytes() {}

    static byte[] read(Path file) throws IOException {
        long size = Files.size(file);
        if (size > MAX) {
            throw new TokenizerException("%s: %d bytes: no tokenizer file has more than %d".formatted(file, size, MAX));
        }
        return Files.readAllBytes(file);
    }
}
