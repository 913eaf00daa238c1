package dev.lathe.bert.hub;

import dev.lathe.bert.checkpoint.file.Unfinished;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A directory that is filled beside its place and appears there whole, by rename; closed before that, it is deleted.
///
/// It is a sibling of its place, so that the rename never crosses file systems. What killed processes have left of the same one is
/// deleted first.
public final class DirectoryInProgress implements AutoCloseable {
    private final Path target;
    private final Unfinished unfinished;

    private DirectoryInProgress(Path target, Unfinished unfinished) {
        this.target = target;
        this.unfinished = unfinished;
    }

    /// Makes an empty directory beside `target`, and the parents that are missing.
    ///
    /// @throws FileAlreadyExistsException when there is something at `target`
    public static DirectoryInProgress beside(Path target) throws IOException {
        Path place = target.toAbsolutePath().normalize();
        refuseExisting(place);
        Files.createDirectories(place.resolveSibling(".").normalize());
        var progress = new DirectoryInProgress(place, Unfinished.beside(place));
        Files.createDirectory(progress.path());
        return progress;
    }

    /// Where to put files for now.
    public Path path() {
        return unfinished.path();
    }

    /// Moves the directory to its place; call it once, last.
    ///
    /// @throws FileAlreadyExistsException when something has come to be there meanwhile
    public void publish() throws IOException {
        refuseExisting(target);
        unfinished.publish();
    }

    private static void refuseExisting(Path target) throws FileAlreadyExistsException {
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString(), null, "already exists");
        }
    }

    @Override
    public void close() throws IOException {
        unfinished.close();
    }
}
