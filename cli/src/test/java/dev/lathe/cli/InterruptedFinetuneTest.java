package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class InterruptedFinetuneTest {
    private static final int INTERRUPTED = 130;

    @TempDir
    private Path path;

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs the signals of Unix")
    void controlCEndsTheRunAndKeepsTheOldResult() throws IOException, InterruptedException {
        ModelFolder folder = ModelFolder.in(path);
        assertEquals(ExitCode.DONE, folder.finetune("").code());
        byte[] before = Files.readAllBytes(folder.file("out/model.safetensors"));

        Process run = CommandRun.child("finetune", "--task", "sequence-classification", "--model",
                folder.file("encoder").toString(), "--train", folder.file("train.jsonl").toString(), "--out",
                folder.file("out").toString(), "--overwrite", "--epochs", "100000").start();
        try (var said = run.errorReader()) {
            for (String line = said.readLine(); !line.startsWith("lathe: training"); line = said.readLine()) {
                assertTrue(line.startsWith("lathe: "), line);
            }
            assertTrue(Files.isDirectory(folder.file("out.partial")));
            new ProcessBuilder("kill", "-INT", Long.toString(run.pid())).start().waitFor();
            assertEquals(INTERRUPTED, run.waitFor());
        }
        assertArrayEquals(before, Files.readAllBytes(folder.file("out/model.safetensors")));

        CommandRun again = folder.finetune("--overwrite");
        assertEquals(ExitCode.DONE, again.code());
        assertTrue(again.err().contains("deleted the work of an earlier run that did not finish"), again.err());
        assertFalse(Files.exists(folder.file("out.partial")));
        assertArrayEquals(before, Files.readAllBytes(folder.file("out/model.safetensors")));
    }
}
