package dev.lathe.bert.checkpoint.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LockFileTest {
    @TempDir
    private Path folder;

    @Test
    void keepsOtherProcessesOutUntilItIsClosed() throws Exception {
        Path file = folder.resolve("model.lock");
        try (var _ = LockFile.tryAcquire(file).orElseThrow()) {
            assertEquals(LockProbe.TAKEN, LockProbe.ask(file));
            assertEquals(LockProbe.TAKEN, LockProbe.ask(file));
        }
        assertFalse(Files.exists(file));
        assertEquals(LockProbe.FREE, LockProbe.ask(file));
    }

    @Test
    void aSecondAttemptInTheSameProcessLosesNothing() throws Exception {
        Path file = folder.resolve("model.lock");
        try (var _ = LockFile.tryAcquire(file).orElseThrow()) {
            assertTrue(LockFile.tryAcquire(file).isEmpty());
            assertEquals(LockProbe.TAKEN, LockProbe.ask(file));
        }
        LockFile.tryAcquire(file).orElseThrow().close();
    }

    @Test
    void aFileThatAKilledProcessLeftBlocksNobody() throws Exception {
        Path file = folder.resolve("model.lock");
        Files.writeString(file, "left");
        LockFile.tryAcquire(file).orElseThrow().close();
        assertFalse(Files.exists(file));
    }

    /// A process may not be allowed to write large files, here none above 64 KB.
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs ulimit")
    void needsNoLargeFile() throws Exception {
        assertEquals(LockProbe.FREE, limited(128));
    }

    /// As on a full disk.
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs ulimit")
    void whereNothingCanBeWrittenNoFileIsLeft() throws Exception {
        assertEquals(LockProbe.NO_ROOM, limited(0));
        assertFalse(Files.exists(folder.resolve("model.lock")));
    }

    /// @param blocks that a file may have
    private int limited(int blocks) throws Exception {
        return new ProcessBuilder("sh", "-c", "ulimit -f " + blocks + "; exec \"$@\"", "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:-UsePerfData", "-cp",
                System.getProperty("java.class.path"), LockProbe.class.getName(), folder.resolve("model.lock").toString())
                .inheritIO().start().waitFor();
    }
}
