package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.testkit.model.TinyModel;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Timer;
import java.util.TimerTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The real streams of a real process.
class StreamsTest {
    @TempDir
    private Path folder;

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

    /// A line is typed, an answer is seen, and only then the next line is typed.
    @ParameterizedTest
    @ValueSource(strings = {"tokenize --input -", "embed --input -", "predict --input -"})
    void aLineIsAnsweredBeforeTheNextIsTyped(String command) throws Exception {
        Path model = command.startsWith("predict")
                ? TinyModel.classifier(folder.resolve("classifier"), "a", "b") : TinyModel.encoder(folder.resolve("encoder"));
        String[] words = (command + " --model " + model).split(" ");
        Process process = CommandRun.child(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var answers = process.inputReader(StandardCharsets.UTF_8)) {
            // Ends what waits for a line that never comes.
            var watch = new Timer(true);
            watch.schedule(new TimerTask() {
                @Override
                public void run() {
                    process.destroyForcibly();
                }
            }, Duration.ofMinutes(1).toMillis());
            BufferedWriter typed = process.outputWriter(StandardCharsets.UTF_8);
            for (String line : List.of("good food", "bad", "")) {
                typed.write(line + "\n");
                typed.flush();
                String answer = Objects.requireNonNull(answers.readLine(), "no answer within a minute");
                assertTrue(answer.startsWith("{\"") && answer.endsWith("}"), answer);
            }
            typed.close();
            assertNull(answers.readLine());
        }
        assertEquals(ExitCode.DONE, process.waitFor());
    }

    @Test
    void dataMayComeFromStandardInput() throws Exception {
        Path model = TinyModel.classifier(folder.resolve("classifier"), "negative", "positive");
        Path data = TinyModel.sentences(folder.resolve("data.jsonl"), 6);
        CommandRun file = CommandRun.of(CommandRun.child("evaluate", "--model", model.toString(), "--data", data.toString()).start());
        assertEquals(ExitCode.DONE, file.code(), file.err());
        CommandRun stream = CommandRun.of(CommandRun.child("evaluate", "--model", model.toString(), "--data", "-", "--format", "jsonl")
                .redirectInput(data.toFile()).start());
        assertEquals(file, stream);
    }

    @Test
    void theExitCodeIsTheProcessesOwn() throws IOException, InterruptedException {
        assertEquals(ExitCode.USAGE, CommandRun.of(CommandRun.child("--bogus").start()).code());
        CommandRun doctor = CommandRun.of(CommandRun.child("doctor").start());
        assertEquals(ExitCode.DONE, doctor.code());
        assertTrue(doctor.out().contains("device     CPU, plain Java, "), doctor.out());
    }
}
