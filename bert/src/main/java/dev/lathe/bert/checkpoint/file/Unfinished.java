package dev.lathe.bert.checkpoint.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file or directory that is made beside its place and appears there whole, by rename; closed before that, it is deleted.
///
/// Its name is one that nobody else has, `.model.<random>.partial` for `model`. A lock beside it, `.model.<random>.lock`, shows that
/// its maker lives: whoever makes the same file next deletes what the dead have left.
public final class Unfinished implements AutoCloseable {
    private static final String PARTIAL = ".partial";
    private static final String LOCK = ".lock";
    private static final String RANDOM = "\\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.(?:partial|lock)";

    private final Path target;
    private final Path path;
    private final Optional<LockFile> lock;

    private Unfinished(Path target, Path path, Optional<LockFile> lock) {
        this.target = target;
        this.path = path;
        this.lock = lock;
    }

    /// Chooses a name beside `target`, where nothing is yet, and deletes what dead processes have left there.
    ///
    /// @throws IOException when the directory cannot be read
    public static Unfinished beside(Path target) throws IOException {
        Path place = target.toAbsolutePath();
        sweep(place);
        while (true) {
            String random = UUID.randomUUID().toString();
            Path path = sibling(place, random, PARTIAL);
            try {
                Optional<LockFile> lock = LockFile.tryAcquire(sibling(place, random, LOCK));
                // Else somebody took its maker for dead in this very moment.
                if (lock.isPresent()) {
                    return new Unfinished(place, path, lock);
                }
            } catch (IOException none) {
                // The file system has no locks, or no room, which writing will tell.
                return new Unfinished(place, path, Optional.empty());
            }
        }
    }

    private static Path sibling(Path place, String random, String ending) {
        return place.resolveSibling("." + place.getFileName() + "." + random + ending);
    }

    private static void sweep(Path place) throws IOException {
        Pattern name = Pattern.compile(Pattern.quote("." + place.getFileName()) + RANDOM);
        var left = new TreeSet<String>();
        try (var entries = Files.newDirectoryStream(place.resolveSibling("."))) {
            for (Path entry : entries) {
                Matcher matcher = name.matcher(String.valueOf(entry.getFileName()));
                if (matcher.matches()) {
                    left.add(matcher.group(1));
                }
            }
        }
        for (String random : left) {
            sweep(sibling(place, random, LOCK), sibling(place, random, PARTIAL));
        }
    }

    private static void sweep(Path lock, Path partial) throws IOException {
        Optional<LockFile> dead;
        try {
            dead = LockFile.tryAcquire(lock);
        } catch (IOException unknown) {
            // Whether its maker lives cannot be found out, and what it has left does no harm.
            return;
        }
        if (dead.isPresent()) {
            try (LockFile _ = dead.get()) {
                FileTree.delete(partial);
            }
        }
    }

    /// Where to make it.
    public Path path() {
        return path;
    }

    /// Moves it to its place, over a file that is there; call it once, last.
    public void publish() throws IOException {
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        try {
            FileTree.delete(path);
        } finally {
            if (lock.isPresent()) {
                lock.get().close();
            }
        }
    }
}
