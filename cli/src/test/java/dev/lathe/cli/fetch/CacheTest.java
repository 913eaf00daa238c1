package dev.lathe.cli.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.CommandRun.Recorder;
import dev.lathe.cli.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
    private final Recorder recorder = Recorder.with(Map.of());

    @TempDir
    private Path folder;

    @Test
    void theEnvironmentNamesTheFolder() {
        assertEquals(Path.of("/own"), Cache.of(Map.of("LATHE_CACHE", "/own", "XDG_CACHE_HOME", "/xdg")).folder());
        assertEquals(Path.of("/xdg/lathe"), Cache.of(Map.of("XDG_CACHE_HOME", "/xdg", "HOME", "/home/me")).folder());
        assertEquals(Path.of("/home/me/.cache/lathe"),
                Cache.of(Map.of("LATHE_CACHE", "", "XDG_CACHE_HOME", "relative", "HOME", "/home/me")).folder());
    }

    @Test
    void anEntryIsFilledOnce() throws IOException {
        var cache = new Cache(folder);
        var times = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            Path entry = cache.obtain("models/one", recorder.surroundings(), scratch -> {
                times.incrementAndGet();
                Path whole = Files.createDirectory(scratch.resolve("whole"));
                Files.writeString(whole.resolve("a"), "content");
                return whole;
            });
            assertEquals("content", Files.readString(entry.resolve("a")));
        }
        assertEquals(1, times.get());
        assertTrue(cache.has("models/one"));
    }

    @Test
    void aFillingThatFailsLeavesNothing() throws IOException {
        var cache = new Cache(folder);
        assertThrows(CommandFailure.class, () -> cache.obtain("one", recorder.surroundings(), scratch -> {
            Files.createDirectories(scratch.resolve("deep/down"));
            Files.writeString(scratch.resolve("deep/down/a"), "half");
            throw new CommandFailure("no");
        }));
        assertFalse(cache.has("one"));
        assertFalse(Files.exists(folder.resolve(".one.partial")));
    }

    @Test
    void whatAKilledProcessLeftIsClearedAway() throws IOException {
        Files.createDirectories(folder.resolve(".one.partial/half"));
        Path entry = new Cache(folder).obtain("one", recorder.surroundings(),
                scratch -> Files.createDirectory(scratch.resolve("whole")));
        assertTrue(Files.isDirectory(entry));
        assertFalse(Files.exists(folder.resolve(".one.partial")));
    }

    @Test
    void anEntryThatHasChangedIsRefused() throws IOException {
        var cache = new Cache(folder);
        Path entry = obtain(cache);
        Path file = entry.resolve("a");
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        obtain(cache);
        assertTrue(Files.readString(folder.resolve(".one.sums")).contains(" 7 1970-01-01T00:00:00Z a"), "touched, not changed");

        Files.writeString(file, "CONTENT");
        var refused = assertThrows(CommandFailure.class, () -> obtain(cache));
        assertTrue(refused.getMessage().startsWith(file + ": changed since it was fetched: SHA-256 is "), refused.getMessage());
        assertTrue(refused.getMessage().endsWith(" instead of ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73; "
                + "remove " + entry + " to fetch it again"), refused.getMessage());

        // Same size and time: only a whole look finds it.
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        obtain(cache);
        assertThrows(CommandFailure.class, () -> cache.check("one"));

        Files.delete(file);
        var gone = assertThrows(CommandFailure.class, () -> obtain(cache));
        assertEquals(file + ": gone since it was fetched; remove " + entry + " to fetch it again", gone.getMessage());
    }

    @Test
    void anEntryOfAnEarlierVersionIsSealedAsItIs() throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("one")).resolve("a"), "content");
        var cache = new Cache(folder);
        Path entry = obtain(cache);
        assertTrue(Files.exists(folder.resolve(".one.sums")));
        Files.writeString(entry.resolve("a"), "other");
        assertThrows(CommandFailure.class, () -> obtain(cache));
    }

    private Path obtain(Cache cache) throws IOException {
        return cache.obtain("one", recorder.surroundings(), scratch -> {
            Path whole = Files.createDirectory(scratch.resolve("whole"));
            Files.writeString(whole.resolve("a"), "content");
            return whole;
        });
    }

    @Test
    void aFullDiskNamesTheEntryAndTheCache() {
        var failure = assertThrows(CommandFailure.class, () -> new Cache(folder).obtain("one", recorder.surroundings(),
                scratch -> {
                    throw new IOException("No space left on device");
                }));
        assertEquals("disk full: no room for one in " + folder, failure.getMessage());
    }

    @Test
    void manyThreadsFillAnEntryOnce() throws IOException, InterruptedException, ExecutionException {
        var times = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(8)) {
            var entries = new ArrayList<Future<Path>>();
            Callable<Path> obtain = () -> new Cache(folder).obtain("one", recorder.surroundings(), scratch -> {
                times.incrementAndGet();
                Path whole = Files.createDirectory(scratch.resolve("whole"));
                Files.writeString(whole.resolve("a"), "content");
                return whole;
            });
            for (int i = 0; i < 8; i++) {
                entries.add(threads.submit(obtain));
            }
            for (Future<Path> entry : entries) {
                assertEquals("content", Files.readString(entry.get().resolve("a")));
            }
        }
        assertEquals(1, times.get());
    }
}
