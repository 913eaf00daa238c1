package dev.lathe.train.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills processes in the middle of replacing a result, and looks at what they leave.
final class KilledOverwriteTest {

    private static final int KILLS = 36;

    private final long seed = Long.getLong("test.seed", new Random().nextLong());

    @TempDir
    Path folder;

    @Test
    void leavesTheOldResultOrTheNewOneAndNeverLosesBoth() throws IOException, InterruptedException {
        Random random = new Random(seed);
        int generation = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            runAndKill(generation, random.nextInt(60_000));
            // Whole before anything is mended: under its own name, or under one that says what it is.
            Path standing = Stream.of("out", "out.complete", "out.previous").map(folder::resolve)
                    .filter(Files::exists).findFirst().orElseThrow();
            generationOf(standing);
            boolean newOneWaits = Files.exists(folder.resolve("out.complete"));
            int waiting = newOneWaits ? generationOf(folder.resolve("out.complete")) : -1;
            OutputDirectory.recover(out());
            int survived = generationOf(out());
            assertTrue(survived >= generation, "went back from " + generation + " to " + survived + ", -Dtest.seed=" + seed);
            if (newOneWaits) {
                assertEquals(waiting, survived, "-Dtest.seed=" + seed);
            }
            assertFalse(Files.exists(folder.resolve("out.complete")));
            assertFalse(Files.exists(folder.resolve("out.previous")));
            generation = survived + 1;
        }
        try (OutputDirectory directory = OutputDirectory.open(out(), ExistingOutput.OVERWRITE)) {
            directory.complete();
        }
        assertEquals(0, leftovers());
    }

    /// Kills a process some microseconds after its first result has appeared.
    private void runAndKill(int generation, int microseconds) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx64m", "-cp", classPath(),
                OverwritingProcess.class.getName(), out().toString(), Integer.toString(generation))
                .redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
        try {
            Path running = folder.resolve("running-" + generation);
            long start = System.nanoTime();
            while (!Files.exists(running)) {
                assertTrue(process.isAlive(), this::log);
                assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(20), "no result within 20 s: " + log());
                assertFalse(process.waitFor(5, TimeUnit.MILLISECONDS), this::log);
            }
            assertFalse(process.waitFor(microseconds, TimeUnit.MICROSECONDS), this::log);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /// The generation that every file of a result names.
    private static int generationOf(Path result) throws IOException {
        String first = Files.readString(result.resolve("file0"));
        for (int file = 1; file < OverwritingProcess.FILES; file++) {
            assertEquals(first, Files.readString(result.resolve("file" + file)));
        }
        return Integer.parseInt(first.substring("generation ".length()));
    }

    private long leftovers() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("out.")).count();
        }
    }

    private String log() {
        try {
            return "-Dtest.seed=" + seed + ": " + Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private Path out() {
        return folder.resolve("out");
    }
}
