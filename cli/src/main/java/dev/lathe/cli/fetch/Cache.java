package dev.lathe.cli.fetch;

import dev.lathe.bert.hub.CacheFolder;
import dev.lathe.cli.terminal.CommandFailure;
import dev.lathe.cli.terminal.DiskFull;
import dev.lathe.cli.terminal.Surroundings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The folder where fetched things stay. Each entry is a folder that is either whole or absent: it is filled under
/// another name and renamed at the end, and only one process fills it at a time.
///
/// @param folder where the entries are; made when the first one is stored
public record Cache(Path folder) {

    /// Makes what becomes an entry.
    @FunctionalInterface
    public interface Filling {
        /// @param scratch an empty folder of its own, cleared away afterwards
        /// @return the folder in it that becomes the entry
        /// @throws IOException when it cannot be made; the entry then stays absent
        Path in(Path scratch) throws IOException;
    }

    /// The cache that the environment names; see [CacheFolder#named].
    ///
    /// @param environment the environment variables; empty ones count as absent
    /// @return the cache; nothing is made yet
    public static Cache of(Map<String, String> environment) {
        return new Cache(CacheFolder.named(name -> environment.getOrDefault(name, "")));
    }

    /// Where an entry is once it is there.
    ///
    /// @param name the entry's path below the cache, with `/` between its parts
    /// @return its folder, existing or not
    public Path entry(String name) {
        return folder.resolve(name);
    }

    /// Whether an entry is there.
    ///
    /// @param name as in [#entry(String)]
    /// @return whether its folder exists
    public boolean has(String name) {
        return Files.isDirectory(entry(name));
    }

    /// The entry, which is made first when it is absent.
    ///
    /// @param name as in [#entry(String)]
    /// @param surroundings where to say that another process is busy with the same entry
    /// @param filling what makes the entry
    /// @return its folder
    /// @throws CommandFailure when a file of the entry has changed since it was stored
    /// @throws IOException from the filling, or when the cache cannot be written
    public Path obtain(String name, Surroundings surroundings, Filling filling) throws IOException {
        if (has(name)) {
            seal(name).check(false);
            return entry(name);
        }
        Files.createDirectories(entry(name).getParent());
        // File locks work between processes only, so the threads of this one take turns by the monitor.
        synchronized (Cache.class) {
            try (FileChannel channel = FileChannel.open(beside(name, "lock"), StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock held = lock(channel, name, surroundings)) {
                if (held.isValid() && !has(name)) {
                    fill(name, filling);
                }
            }
        }
        return entry(name);
    }

    /// Reads every byte of an entry that is there.
    ///
    /// @param name as in [#entry(String)]
    /// @throws CommandFailure when a file has changed since it was stored
    public void check(String name) throws IOException {
        seal(name).check(true);
    }

    private Seal seal(String name) {
        return new Seal(entry(name), beside(name, "sums"));
    }

    private static FileLock lock(FileChannel channel, String name, Surroundings surroundings) throws IOException {
        FileLock free = channel.tryLock();
        if (free != null) {
            return free;
        }
        surroundings.say("waiting: another process is fetching " + name);
        return channel.lock();
    }

    private void fill(String name, Filling filling) throws IOException {
        // Whoever holds the lock may clear what a killed process has left.
        Path partial = beside(name, "partial");
        delete(partial);
        Files.createDirectory(partial);
        try {
            Path filled = filling.in(partial);
            seal(name).write(filled);
            Files.move(filled, entry(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (DiskFull.isCauseOf(e)) {
                throw new CommandFailure("disk full: no room for " + name + " in " + folder, e);
            }
            throw e;
        } finally {
            delete(partial);
        }
    }

    private Path beside(String name, String suffix) {
        Path entry = entry(name);
        return entry.resolveSibling("." + entry.getFileName() + "." + suffix);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
                    throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
