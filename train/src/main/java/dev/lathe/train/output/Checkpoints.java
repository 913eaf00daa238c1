package dev.lathe.train.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The places that a run can go on from: a directory `step-120` for the state after 120 steps.
///
/// One appears whole, on the disk and by rename, and only then those before it go: killed at any moment, a run leaves the last
/// one. So there is one of them, and two while a new one is written.
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
        /// @throws IOException if writing fails
        void writeTo(Path checkpoint) throws IOException;
    }

    /// The last one, if there is any.
    ///
    /// @return its directory
    /// @throws IOException if the file system fails
    public Optional<Path> last() throws IOException {
        return all().stream().max(Comparator.comparingLong(Checkpoints::steps));
    }

    /// Makes a new one, then deletes those before it.
    ///
    /// @param step how many steps are done; more than at the last one
    /// @param content writes its files
    /// @throws IOException if writing fails; the last one is still there
    public void save(int step, Content content) throws IOException {
        List<Path> before = all();
        Path incomplete = directory.resolve(INCOMPLETE);
        DurableFiles.delete(incomplete);
        Files.createDirectory(incomplete);
        content.writeTo(incomplete);
        DurableFiles.syncTree(incomplete);
        DurableFiles.rename(incomplete, directory.resolve("step-" + step));
        for (Path old : before) {
            DurableFiles.delete(old);
        }
    }

    private List<Path> all() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry -> steps(entry) >= 0).toList();
        }
    }

    private static long steps(Path entry) {
        Matcher name = NAME.matcher(String.valueOf(entry.getFileName()));
        return name.matches() ? Long.parseLong(name.group(1)) : -1;
    }
}
