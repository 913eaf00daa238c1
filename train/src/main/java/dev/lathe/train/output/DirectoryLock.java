package dev.lathe.train.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// Keeps a second run out of the same output directory. The operating system releases the lock when its holder dies, so
/// a lock file left by a kill blocks nobody.
final class DirectoryLock implements AutoCloseable {

    // Far beyond the content: Windows denies reading what another process has locked.
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    /// What this process holds. Its locks on a file end when it closes any channel to the file (POSIX), so a file whose
    /// lock it holds must not be opened, not even to find out that it is locked.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private DirectoryLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Takes the lock; empty if another run holds it.
    static Optional<DirectoryLock> tryAcquire(Path file) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        if (!HELD.add(absolute)) {
            return Optional.empty();
        }
        Optional<DirectoryLock> lock = Optional.empty();
        try {
            lock = lock(absolute);
            return lock;
        } finally {
            if (lock.isEmpty()) {
                HELD.remove(absolute);
            }
        }
    }

    private static Optional<DirectoryLock> lock(Path file) throws IOException {
        while (true) {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!tryLock(channel)) {
                channel.close();
                return Optional.empty();
            }
            if (isStillNamed(file, channel)) {
                return Optional.of(new DirectoryLock(file, channel));
            }
            channel.close();
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            // Null if another process holds it; the exception if this one does.
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /// Whether the file that was locked is the one that the name stands for. Its former holder may have deleted it between
    /// our opening and locking; then the lock is one that nobody else will see. A size of chance tells: asking for it
    /// opens nothing.
    private static boolean isStillNamed(Path file, FileChannel channel) throws IOException {
        long size = ThreadLocalRandom.current().nextLong(1, 1L << 30);
        channel.write(ByteBuffer.allocate(1), size - 1);
        try {
            return Files.size(file) == size;
        } catch (NoSuchFileException e) {
            return false;
        } finally {
            channel.truncate(0);
        }
    }

    /// Deletes the file while it is still locked, then releases it.
    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(file);
        } finally {
            HELD.remove(file);
        }
    }
}
