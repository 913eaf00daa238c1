package dev.lathe.cli.fetch;

import dev.lathe.bert.checkpoint.file.NamedWriting;
import dev.lathe.cli.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What the files of a cache entry were when it was stored: a line each with SHA-256, size, time and path, in a file beside
/// the entry.
///
/// Size and time are compared at each use, which costs nothing; the digest only where these differ, or on request.
///
/// @param entry the folder
/// @param file where the lines are
record Seal(Path entry, Path file) {
    private static final int PARTS = 4;

    /// Writes down what is in a folder that is to become the entry.
    void write(Path folder) throws IOException {
        var lines = new ArrayList<String>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.filter(Files::isRegularFile).sorted().toList()) {
                lines.add(String.join(" ", ArtifactFingerprint.sha256(path), facts(path), folder.relativize(path).toString()));
            }
        }
        synchronized (Seal.class) {
            Path written = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
            NamedWriting.of(written, () -> Files.write(written, lines));
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static String facts(Path path) throws IOException {
        return Files.size(path) + " " + Files.getLastModifiedTime(path).toInstant();
    }

    /// Refuses an entry that has changed. One of an earlier version, which has no seal, gets it now.
    ///
    /// @param whole whether every byte is read, whatever size and time say
    /// @throws CommandFailure naming the file and both digests
    void check(boolean whole) throws IOException {
        if (!Files.exists(file)) {
            renew();
            return;
        }
        boolean touched = false;
        List<String> lines = Files.readAllLines(file);
        for (String line : lines) {
            String[] parts = line.split(" ", PARTS);
            if (parts.length < PARTS) {
                throw new CommandFailure(file + ": broken; remove it and " + entry + " to fetch the files again");
            }
            touched |= isTouched(parts, whole);
        }
        if (touched) {
            renew();
        }
    }

    private void renew() throws IOException {
        if (Files.isWritable(file.toAbsolutePath().getParent())) {
            write(entry);
        }
    }

    private boolean isTouched(String[] parts, boolean whole) throws IOException {
        Path path = entry.resolve(parts[PARTS - 1]);
        if (!Files.isRegularFile(path)) {
            throw new CommandFailure(path + ": gone since it was fetched; remove " + entry + " to fetch it again");
        }
        boolean touched = !facts(path).equals(parts[1] + " " + parts[2]);
        if (touched || whole) {
            String digest = ArtifactFingerprint.sha256(path);
            if (!digest.equals(parts[0])) {
                throw new CommandFailure(path + ": changed since it was fetched: SHA-256 is " + digest + " instead of " + parts[0]
                        + "; remove " + entry + " to fetch it again");
            }
        }
        return touched;
    }
}
