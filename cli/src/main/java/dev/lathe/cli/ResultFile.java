package dev.lathe.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file of results, which appears whole or not at all.
final class ResultFile {
    private final Path target;
    private final Path partial;

    private ResultFile(Path target, Path partial) {
        this.target = target;
        this.partial = partial;
    }

    /// Looks at where the file is to be, before the results are worked out.
    ///
    /// @throws CommandFailure when no file can be there
    static ResultFile at(Path given) {
        Path target = given.toAbsolutePath();
        if (Files.isDirectory(target)) {
            throw new CommandFailure(given + ": a directory; a file is needed");
        }
        if (!Files.isDirectory(target.getParent())) {
            throw new CommandFailure(given + ": no directory " + target.getParent() + " to write it in");
        }
        // A device such as /dev/null cannot be replaced by rename.
        boolean replaceable = !Files.exists(target) || Files.isRegularFile(target);
        return new ResultFile(
                target, replaceable ? target.resolveSibling("." + target.getFileName() + ".partial") : target);
    }

    /// Where the results are written until they are complete.
    Path partial() {
        return partial;
    }

    /// All is written: the file appears.
    void complete() throws IOException {
        if (!partial.equals(target)) {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /// Clears away what was not completed.
    void discard() throws IOException {
        if (!partial.equals(target)) {
            Files.deleteIfExists(partial);
        }
    }
}
