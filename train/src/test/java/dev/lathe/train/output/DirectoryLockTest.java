package dev.lathe.train.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
    @TempDir
    private Path folder;

    @Test
    void keepsOtherProcessesOutUntilItIsClosed() throws Exception {
        Path file = folder.resolve("model.lock");
        try (var _ = DirectoryLock.tryAcquire(file).orElseThrow()) {
            assertEquals(LockProbe.TAKEN, LockProbe.ask(file));
            assertEquals(LockProbe.TAKEN, LockProbe.ask(file));
        }
        assertFalse(Files.exists(file));
        assertEquals(LockProbe.FREE, LockProbe.ask(file));
    }

    @Test
    void aSecondAttemptInTheSameProcessLosesNothing() throws Exception {
        Path file = folder.resolve("model.lock");
        try (var _ = DirectoryLock.tryAcquire(file).orElseThrow()) {
            assertTrue(DirectoryLock.tryAcquire(file).isEmpty());
            assertEquals(LockProbe.TAKEN, LockProbe.ask(file));
        }
        DirectoryLock.tryAcquire(file).orElseThrow().close();
    }

    @Test
    void aFileThatAKilledProcessLeftBlocksNobody() throws Exception {
        Path file = folder.resolve("model.lock");
        Files.writeString(file, "left");
        DirectoryLock.tryAcquire(file).orElseThrow().close();
        assertFalse(Files.exists(file));
    }
}
