package dev.lathe.train.output;

import dev.lathe.bert.checkpoint.file.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The places that a run can go on from: a directory `step-120` for the state after 120 steps.
///
/// One appears whole, on the disk and by rename, and only then those before it go: killed at any moment, a run leaves the last
/// one. So there is one of them, and two while a new one is written. Each has the hashes of its files, which tell whether it is
/// still what was written.
public final class Checkpoints {
    private static final Pattern NAME = Pattern.compile("step-(\\d{1,10})");
    private static final String INCOMPLETE = "incomplete";

    private final Path directory;

    /// @param directory where they are, which must be there
    public Checkpoints(Path directory) {
        this.directory = directory;
    }

    /// Writes the files of a checkpoint.
    @FunctionalInterface
    public interface Content {
        /// @param checkpoint an empty directory
        /// @return the SHA-256 of those files whose hash is known already, by name
        /// @throws IOException if writing fails
        Map<String, String> writeTo(Path checkpoint) throws IOException;
    }

    /// The last one, if there is any, with all its files as they were written.
    ///
    /// @return its directory
    /// @throws OutputException naming a file that is damaged
    /// @throws IOException if the file system fails
    public Optional<Path> last() throws IOException {
        Optional<Path> last = all().stream().max(Comparator.comparingLong(Checkpoints::steps));
        if (last.isPresent()) {
            Checksums.verify(last.get());
        }
        return last;
    }

    /// How many steps were done at a checkpoint, by its name.
    ///
    /// @param checkpoint its directory
    /// @return the steps; -1 if it is none
    public static long steps(Path checkpoint) {
        Matcher name = NAME.matcher(String.valueOf(checkpoint.getFileName()));
        return name.matches() ? Long.parseLong(name.group(1)) : -1;
    }

    /// Holds a file beside the checkpoints against its hash.
    ///
    /// @param sha256 its hash when it was written
    /// @throws OutputException if it is missing or another
    /// @throws IOException if it cannot be read
    public static void verify(Path file, String sha256) throws IOException {
        Checksums.verifyFile(file, sha256);
    }

    /// Deletes what a killed run had begun to write, and all checkpoints but the last.
    ///
    /// @throws IOException if the file system fails
    public void sweep() throws IOException {
        FileTree.delete(directory.resolve(INCOMPLETE));
        List<Path> all = all().stream().sorted(Comparator.comparingLong(Checkpoints::steps).reversed()).toList();
        for (Path old : all.subList(Math.min(1, all.size()), all.size())) {
            FileTree.delete(old);
        }
    }

    /// Makes a new one, then deletes those before it.
    ///
    /// @param step how many steps are done; more than at the last one
    /// @param content writes its files
    /// @throws IOException if writing fails; the last one is still there
    public void save(int step, Content content) throws IOException {
        List<Path> before = all();
        Path incomplete = directory.resolve(INCOMPLETE);
        FileTree.delete(incomplete);
        Files.createDirectory(incomplete);
        Checksums.write(incomplete, content.writeTo(incomplete));
        DurableFiles.syncTree(incomplete);
        DurableFiles.rename(incomplete, directory.resolve("step-" + step));
        for (Path old : before) {
            FileTree.delete(old);
        }
    }

    private List<Path> all() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry -> steps(entry) >= 0).toList();
        }
    }
}
