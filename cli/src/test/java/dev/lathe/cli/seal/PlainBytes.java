package dev.lathe.cli.seal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Looks for a model's weights on the disk.
final class PlainBytes {
    /// Of a tiny model's head, which stands last in the file, before its bias.
    private static final int FROM_THE_END = 400;
    private static final int COUNT = 64;
    private static final long MOST_BYTES = 1 << 26;
    /// No test takes longer.
    private static final Duration RECENT = Duration.ofMinutes(10);

    private PlainBytes() {}

    /// Some of the weights that no other model has.
    static byte[] of(Path weights) throws IOException {
        byte[] all = Files.readAllBytes(weights);
        return Arrays.copyOfRange(all, all.length - FROM_THE_END, all.length - FROM_THE_END + COUNT);
    }

    /// The files below a directory, written in the last minutes, that hold the bytes.
    static List<Path> where(Path directory, byte[] bytes) throws IOException {
        String wanted = new String(bytes, StandardCharsets.ISO_8859_1);
        Instant since = Instant.now().minus(RECENT);
        var found = new ArrayList<Path>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && attributes.size() < MOST_BYTES && attributes.lastModifiedTime().toInstant().isAfter(since)
                        && content(file).contains(wanted)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failed) {
                // Of others, who delete it or let nobody read it.
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failed) {
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private static String content(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException deleted) {
            return "";
        }
    }
}
