package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lathe.cli.terminal.ExitCode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// The real streams of a real process.
class StreamsTest {

    @Test
    void aReaderThatHasSeenEnoughEndsTheCommandQuietly() throws IOException, InterruptedException {
        Process process = CommandRun.child("--help").start();
        process.getInputStream().close();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals("", err);
        assertEquals(ExitCode.DONE, process.waitFor());
    }

    @Test
    void aFullDiskUnderStandardOutputIsAFailure() throws IOException, InterruptedException {
        var full = new File("/dev/full");
        assumeTrue(full.exists(), "needs /dev/full");
        ProcessBuilder child = CommandRun.child("doctor").redirectOutput(full);
        child.environment().put("LC_ALL", "C");
        CommandRun run = CommandRun.of(child.start());
        assertEquals("lathe: disk full: standard output: No space left on device" + System.lineSeparator(), run.err());
        assertEquals(ExitCode.FAILED, run.code());
    }

    @Test
    void theExitCodeIsTheProcessesOwn() throws IOException, InterruptedException {
        assertEquals(ExitCode.USAGE, CommandRun.of(CommandRun.child("--bogus").start()).code());
        CommandRun doctor = CommandRun.of(CommandRun.child("doctor").start());
        assertEquals(ExitCode.DONE, doctor.code());
        assertTrue(doctor.out().contains("device     CPU, plain Java, "), doctor.out());
    }
}
