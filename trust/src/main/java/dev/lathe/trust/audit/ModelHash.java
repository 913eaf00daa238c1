package dev.lathe.trust.audit;

import dev.lathe.bert.checkpoint.file.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What tells one model from another: SHA-256 over the lines that `sha256sum` prints for its files.
///
/// `(cd DIR && find -L . -type f | LC_ALL=C sort | sed 's|^\./||' | xargs sha256sum) | sha256sum` prints the same of a model without an adapter.
public final class ModelHash {
    private ModelHash() {}

    /// @param directories of the model: one, or an adapter's and its base's
    public static String of(Path... directories) throws IOException {
        var hash = new Sha256();
        for (Path directory : directories) {
            for (Path file : files(directory)) {
                String name = directory.relativize(file).toString().replace('\\', '/');
                hash.update(ByteBuffer.wrap("%s  %s\n".formatted(Sha256.of(file), name).getBytes(StandardCharsets.UTF_8)));
            }
        }
        return hash.hex();
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
