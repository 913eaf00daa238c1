package dev.lathe.bert.checkpoint.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// A lock that one holder has at a time, in this process or another. The operating system releases it when its holder dies, so
/// a lock file left by a kill blocks nobody.
public final class LockFile implements AutoCloseable {

    /// Sizes that tell one lock file from another: small, for a process may not be allowed to write large files.
    private static final int LARGEST_SIZE = 1 << 12;
    private static final int SIZES = 4;

    // Far beyond the content: Windows denies reading what another process has locked.
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    /// What this process holds. Its locks on a file end when it closes any channel to the file (POSIX), so a file whose
    /// lock it holds must not be opened, not even to find out that it is locked.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private LockFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Takes the lock, and makes its file if it is not there.
    ///
    /// @param file the lock's file
    /// @return the lock; empty if someone else holds it
    /// @throws IOException when the file cannot be made, or the file system has no locks
    public static Optional<LockFile> tryAcquire(Path file) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        if (!HELD.add(absolute)) {
            return Optional.empty();
        }
        Optional<LockFile> lock = Optional.empty();
        try {
            lock = lock(absolute);
            return lock;
        } finally {
            if (lock.isEmpty()) {
                HELD.remove(absolute);
            }
        }
    }

    /// Removes the files of all locks that this process holds: for one that is about to end without closing them, as after Ctrl-C.
    ///
    /// @throws IOException if the file system fails
    public static void removeHeld() throws IOException {
        for (Path file : HELD) {
            Files.deleteIfExists(file);
        }
    }

    private static Optional<LockFile> lock(Path file) throws IOException {
        while (true) {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            boolean held = false;
            try {
                if (!tryLock(channel)) {
                    return Optional.empty();
                }
                held = isHeld(file, channel);
                if (held) {
                    return Optional.of(new LockFile(file, channel));
                }
            } finally {
                if (!held) {
                    channel.close();
                }
            }
        }
    }

    /// Without room for its probe the file goes again, which nobody needs then.
    private static boolean isHeld(Path file, FileChannel channel) throws IOException {
        boolean probed = false;
        try {
            boolean named = NamedWriting.of(file, () -> isStillNamed(file, channel));
            probed = true;
            return named;
        } finally {
            if (!probed) {
                Files.deleteIfExists(file);
            }
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
    /// our opening and locking; then the lock is one that nobody else will see. Sizes of chance tell, by which another file
    /// would have to grow and shrink alike: asking for a size opens nothing.
    private static boolean isStillNamed(Path file, FileChannel channel) throws IOException {
        try {
            for (int i = 0; i < SIZES; i++) {
                long size = ThreadLocalRandom.current().nextLong(1, LARGEST_SIZE);
                channel.truncate(0);
                channel.write(ByteBuffer.allocate(1), size - 1);
                if (Files.size(file) != size) {
                    return false;
                }
            }
            return true;
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
