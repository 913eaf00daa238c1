package dev.lathe.train.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/// Keeps a second run out of the same output directory. The operating system releases the lock when its holder dies, so
/// a lock file left by a kill blocks nobody.
final class DirectoryLock implements AutoCloseable {

    // Far beyond the content: Windows denies reading what another process has locked.
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private final Path file;
    private final FileChannel channel;

    private DirectoryLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Takes the lock; empty if another run holds it.
    static Optional<DirectoryLock> tryAcquire(Path file) throws IOException {
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
    /// our opening and locking; then the lock is one that nobody else will see.
    private static boolean isStillNamed(Path file, FileChannel channel) throws IOException {
        String token = UUID.randomUUID().toString();
        channel.truncate(0).write(ByteBuffer.wrap(token.getBytes(StandardCharsets.US_ASCII)));
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).equals(token);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /// Deletes the file while it is still locked, then releases it.
    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(file);
        }
    }
}
