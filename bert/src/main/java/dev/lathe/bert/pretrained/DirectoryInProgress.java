package dev.lathe.bert.pretrained;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A directory that is filled beside its place and appears there whole, by rename; closed before that, it is deleted.
///
/// It is a sibling of its place, so that the rename never crosses file systems.
public final class DirectoryInProgress implements AutoCloseable {
    private final Path target;
    private final Path path;

    private DirectoryInProgress(Path target, Path path) {
        this.target = target;
        this.path = path;
    }

    /// Makes an empty directory beside `target`, and the parents that are missing.
    ///
    /// @throws FileAlreadyExistsException when there is something at `target`
    public static DirectoryInProgress beside(Path target) throws IOException {
        Path place = target.toAbsolutePath().normalize();
        refuseExisting(place);
        Path sibling = place.resolveSibling("." + place.getFileName() + "." + UUID.randomUUID() + ".partial");
        Files.createDirectories(sibling);
        return new DirectoryInProgress(place, sibling);
    }

    /// Where to put files for now.
    public Path path() {
        return path;
    }

    /// Moves the directory to its place; call it once, last.
    ///
    /// @throws FileAlreadyExistsException when something has come to be there meanwhile
    public void publish() throws IOException {
        refuseExisting(target);
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void refuseExisting(Path target) throws FileAlreadyExistsException {
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString(), null, "already exists");
        }
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(path)) {
            Files.walkFileTree(path, new Deletion());
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed) throws IOException {
            if (failed != null) {
                throw failed;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
