package dev.lathe.bert.pretrained;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A directory that is filled beside its place and appears there whole, by rename; closed before that, it is deleted.
///
/// It is a sibling of its place, so that the rename never crosses file systems.
public final class DirectoryInProgress implements AutoCloseable {
    private static final String PARTIAL = ".partial";

    private final Path target;
    private final Path path;
    private final FileChannel lock;

    private DirectoryInProgress(Path target, Path path, FileChannel lock) {
        this.target = target;
        this.path = path;
        this.lock = lock;
    }

    /// Makes an empty directory beside `target`, and the parents that are missing. What processes that were killed have
    /// left there for the same target is deleted.
    ///
    /// @throws FileAlreadyExistsException when there is something at `target`
    public static DirectoryInProgress beside(Path target) throws IOException {
        Path place = target.toAbsolutePath().normalize();
        refuseExisting(place);
        Files.createDirectories(place.getParent());
        deleteAbandoned(place);
        Path sibling = place.resolveSibling("." + place.getFileName() + "." + UUID.randomUUID() + PARTIAL);
        // Held before there is a directory, so that nobody ever finds one that is in use and not held.
        FileChannel lock = FileChannel.open(lockOf(sibling), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var progress = new DirectoryInProgress(place, sibling, lock);
        boolean made = false;
        try {
            lock.lock();
            Files.createDirectory(sibling);
            made = true;
            return progress;
        } finally {
            if (!made) {
                progress.close();
            }
        }
    }

    private static Path lockOf(Path partial) {
        return partial.resolveSibling(partial.getFileName() + ".lock");
    }

    private static void deleteAbandoned(Path place) throws IOException {
        Pattern own = Pattern.compile(Pattern.quote("." + place.getFileName() + ".") + "[0-9a-f-]{36}" + Pattern.quote(PARTIAL));
        try (Stream<Path> siblings = Files.list(place.getParent())) {
            for (Path sibling : siblings.filter(file -> own.matcher(String.valueOf(file.getFileName())).matches()).toList()) {
                if (Files.isDirectory(sibling, LinkOption.NOFOLLOW_LINKS) && isAbandoned(sibling)) {
                    Files.walkFileTree(sibling, new Deletion());
                    Files.deleteIfExists(lockOf(sibling));
                }
            }
        }
    }

    /// The system gives the lock of a process back when it ends, however it ends.
    private static boolean isAbandoned(Path partial) throws IOException {
        if (!Files.exists(lockOf(partial), LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(
                        lockOf(partial), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock free = channel.tryLock()) {
            return free != null;
        } catch (OverlappingFileLockException ours) {
            return false;
        }
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
        try (lock) {
            if (Files.exists(path)) {
                Files.walkFileTree(path, new Deletion());
            }
        }
        Files.deleteIfExists(lockOf(path));
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
