package dev.lathe.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/// A file that results are to go to, looked at before they are worked out.
final class ResultFile {
    private ResultFile() {
    }

    /// Makes the path absolute.
    ///
    /// @throws CommandFailure when no file can be there
    static Path of(Path given) {
        Path target = given.toAbsolutePath();
        if (Files.isDirectory(target)) {
            throw new CommandFailure(given + ": a directory; a file is needed");
        }
        if (!Files.isDirectory(target.getParent())) {
            throw new CommandFailure(given + ": no directory " + target.getParent() + " to write it in");
        }
        return target;
    }
}
