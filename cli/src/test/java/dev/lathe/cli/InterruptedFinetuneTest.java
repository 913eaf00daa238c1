package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.ResumeHint;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

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

        Process run = CommandRun.interruptible("finetune", "--task", "sequence-classification", "--model",
                folder.file("encoder").toString(), "--train", folder.file("train.jsonl").toString(), "--out",
                folder.file("out").toString(), "--overwrite", "--epochs", "100000").start();
        try (var said = run.errorReader()) {
            for (String line = said.readLine(); !line.startsWith("lathe: training"); line = said.readLine()) {
                assertTrue(line.startsWith("lathe: "), line);
            }
            assertTrue(Files.isDirectory(folder.file("out.partial")));
            assertEquals(INTERRUPTED, CommandRun.interrupt(run));
            assertEquals("lathe: interrupted; the same command with --resume in place of --overwrite goes on after step #",
                    lastWord(said));
        }
        assertEquals(List.of("classifier", "dev.jsonl", "encoder", "out", "out.partial", "train.jsonl"), folder.names());
        assertArrayEquals(before, Files.readAllBytes(folder.file("out/model.safetensors")));

        CommandRun again = folder.finetune("--overwrite");
        assertEquals(ExitCode.DONE, again.code());
        assertTrue(again.err().contains("deleted the work of an earlier run that did not finish"), again.err());
        assertFalse(Files.exists(folder.file("out.partial")));
        assertArrayEquals(before, Files.readAllBytes(folder.file("out/model.safetensors")));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs the signals of Unix")
    void aRunThatWasInterruptedIsGoneOnWith() throws IOException, InterruptedException {
        ModelFolder folder = ModelFolder.in(path);
        String line = "finetune --task sequence-classification --model @encoder --train @train.jsonl --test @dev.jsonl "
                + "--out @out --epochs 60 --save-steps 5";
        CommandRun whole = folder.run(line);
        byte[] expected = Files.readAllBytes(folder.file("out/model.safetensors"));
        Files.move(folder.file("out"), folder.file("whole"));

        interruptAfterACheckpoint(folder, CommandRun.interruptible(line.replace("@", path + "/").split(" ")).start());
        CommandRun other = folder.run(line + " --lr 1 --resume");
        assertEquals("lathe: @out: not resumed, for it was begun with something else: options.lr is 1.0, was 2.0E-5; "
                + "resume it with what it was begun with, or begin anew without --resume",
                other.err().replace(path.toString() + "/", "@").lines().toList().getLast());
        assertEquals(ExitCode.FAILED, other.code());

        CommandRun resumed = folder.run(line + " --resume");
        assertEquals(ExitCode.DONE, resumed.code(), resumed.err());
        assertTrue(resumed.err().contains("\nlathe: resumed after step "), resumed.err());
        assertEquals(whole.out(), resumed.out());
        assertArrayEquals(expected, Files.readAllBytes(folder.file("out/model.safetensors")));

        CommandRun finished = folder.run(line + " --resume");
        assertTrue(finished.err().contains("\nlathe: @out: is finished already\n"), finished.err());
        assertTrue(finished.out().endsWith(resumed.out()), finished.out());
        assertEquals(ExitCode.DONE, finished.code());
    }

    private static void interruptAfterACheckpoint(ModelFolder folder, Process run) throws IOException, InterruptedException {
        try (var said = run.errorReader()) {
            for (String line = said.readLine(); !line.startsWith("lathe: training"); line = said.readLine()) {
                assertTrue(line.startsWith("lathe: "), line);
            }
            // The display has ten lines, and a checkpoint comes every fifth step.
            while (checkpoints(folder).stream().noneMatch(name -> name.startsWith("step-"))) {
                assertFalse(run.waitFor(1, TimeUnit.MILLISECONDS), "it ended before it could be interrupted");
            }
            assertEquals(INTERRUPTED, CommandRun.interrupt(run));
            assertEquals("lathe: interrupted; the same command with --resume goes on after step #", lastWord(said));
        }
    }

    private static String lastWord(BufferedReader said) {
        return said.lines().filter(line -> line.contains("interrupted")).reduce("nothing", (_, line) -> line)
                .replaceAll("\\d+$", "#");
    }

    @Test
    void beforeTheFirstCheckpointThereIsNothingToGoOnFrom() {
        try (var hint = ResumeHint.begin(CommandRun.Recorder.with(Map.of()).surroundings(), false)) {
            assertEquals("interrupted before the first checkpoint, so that there is nothing for --resume to go on from",
                    hint.line());
            hint.saved(40);
            assertEquals("interrupted; the same command with --resume goes on after step 40", hint.line());
        }
    }

    @Test
    void whatHasNoCheckpointsBeginsAnew() {
        try (var hint = ResumeHint.ofNoCheckpoints(CommandRun.Recorder.with(Map.of()).surroundings())) {
            assertEquals("interrupted; nothing is kept, and the same command begins anew", hint.line());
        }
    }

    private static List<String> checkpoints(ModelFolder folder) throws IOException {
        try (var entries = Files.list(folder.file("out.partial/checkpoints"))) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    /// 16 KB are less than the weights take.
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs ulimit")
    void aLimitOnTheSizeOfFilesNamesTheFile() throws IOException, InterruptedException {
        ModelFolder folder = ModelFolder.in(path);
        ProcessBuilder child = CommandRun.child(("finetune --task sequence-classification --model @encoder --train "
                + "@train.jsonl --out @out --epochs 1").replace("@", path + "/").split(" "));
        child.command().add(1, "-XX:-UsePerfData");
        child.command().addAll(0, List.of("sh", "-c", "ulimit -f 32; exec \"$@\"", "sh"));
        child.environment().put("LC_ALL", "C");
        CommandRun run = CommandRun.of(child.start());
        assertEquals("lathe: limit on the size of files: " + path
                        + "/out.partial/checkpoints/incomplete/model.safetensors: File too large",
                run.err().lines().toList().getLast());
        assertEquals(ExitCode.FAILED, run.code());
    }
}
