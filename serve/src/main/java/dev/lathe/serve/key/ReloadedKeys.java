package dev.lathe.serve.key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Keys whose files are read again when they have changed: a key that is taken out of its file is good for two seconds at most.
///
/// Files that cannot be used leave the keys as they were; that is told once. Whoever is bounded begins with all that a minute allows.
public final class ReloadedKeys implements Keys {
    private static final long LOOK_NANOS = 1_000_000_000;

    /// Reads the keys.
    @FunctionalInterface
    public interface Loading {
        /// @throws IllegalArgumentException if a file is not as it should be
        Keys load() throws IOException;
    }

    private final List<Path> files;
    private final Loading loading;
    private final Consumer<String> told;
    private final LongSupplier clock;
    private volatile Keys keys;
    private List<String> seen;
    private long looked;

    private ReloadedKeys(List<Path> files, Loading loading, Consumer<String> told, LongSupplier clock) throws IOException {
        this.files = List.copyOf(files);
        this.loading = loading;
        this.told = told;
        this.clock = clock;
        seen = state();
        keys = loading.load();
        looked = clock.getAsLong();
    }

    /// @param files that are looked at once a second, while somebody asks
    /// @param told of files that cannot be used any more, a line
    /// @throws IllegalArgumentException if they cannot be used now
    public static ReloadedKeys of(List<Path> files, Loading loading, Consumer<String> told) throws IOException {
        return of(files, loading, told, System::nanoTime);
    }

    static ReloadedKeys of(List<Path> files, Loading loading, Consumer<String> told, LongSupplier clock) throws IOException {
        return new ReloadedKeys(files, loading, told, clock);
    }

    @Override
    public Optional<ApiKey> find(String shown) {
        look();
        return keys.find(shown);
    }

    private synchronized void look() {
        long now = clock.getAsLong();
        if (now - looked < LOOK_NANOS) {
            return;
        }
        looked = now;
        List<String> state = state();
        if (state.equals(seen)) {
            return;
        }
        seen = state;
        try {
            keys = loading.load();
        } catch (IOException | IllegalArgumentException e) {
            told.accept("the keys stay as they were: " + e.getMessage());
        }
    }

    /// What differs once a file has been written or replaced.
    private List<String> state() {
        return files.stream().map(ReloadedKeys::state).toList();
    }

    private static String state(Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return "%s %d %s".formatted(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        } catch (IOException e) {
            return "unreadable";
        }
    }
}
