package dev.lathe.cli.seal;

import dev.lathe.bert.checkpoint.file.FileTree;
import dev.lathe.trust.seal.SealKey;
import dev.lathe.trust.seal.SealedDirectory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a run in memory would lose if it were killed, encrypted on the disk: a directory `after-step-N` in `OUT.sealed-partial`, which is there whole
/// or not at all, and replaces the one before.
///
/// @param work where the run works, in memory
/// @param folder on the disk
record SealedCheckpoints(Path work, Path folder, SealKey key) {
    private static final String PREFIX = "after-step-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "([0-9]{1,9})");

    /// @param place of the result, in memory
    /// @param target where it is to be on the disk
    static SealedCheckpoints of(Path place, Path target, SealKey key) {
        return new SealedCheckpoints(beside(place, ".partial"), beside(target, ".sealed-partial"), key);
    }

    private static Path beside(Path out, String suffix) {
        Path whole = out.toAbsolutePath().normalize();
        return whole.resolveSibling(whole.getFileName() + suffix);
    }

    /// Keeps what there is now.
    void keep(int step) throws IOException {
        Files.createDirectories(folder);
        Path next = folder.resolve(PREFIX + step);
        if (Files.exists(next)) {
            // A resumed run comes by here again.
            FileTree.delete(next);
        }
        SealedDirectory.encrypt(work, key, next);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (!entry.equals(next)) {
                    FileTree.delete(entry);
                }
            }
        }
    }

    /// Brings back what was kept last, if anything was.
    ///
    /// @throws dev.lathe.trust.seal.SealException if it was encrypted with another key, or changed
    void restore() throws IOException {
        Optional<Path> last = last();
        if (last.isPresent()) {
            Files.createDirectories(work.getParent());
            SealedDirectory.decrypt(last.get(), key, work);
        }
    }

    private Optional<Path> last() throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        Optional<Path> last = Optional.empty();
        int most = -1;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                Matcher name = NAME.matcher(String.valueOf(entry.getFileName()));
                if (name.matches() && Integer.parseInt(name.group(1)) > most) {
                    most = Integer.parseInt(name.group(1));
                    last = Optional.of(entry);
                }
            }
        }
        return last;
    }

    /// Deletes all that was kept.
    ///
    /// @return whether there was anything
    boolean discard() throws IOException {
        boolean any = Files.exists(folder);
        if (any) {
            FileTree.delete(folder);
        }
        return any;
    }
}
