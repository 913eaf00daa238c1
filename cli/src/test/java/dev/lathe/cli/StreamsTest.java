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
import java.nio.file.Files;
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
        answersEach(command + " --model " + model, List.of("good food\n", "bad\n", "\n"));
    }

    /// A row is written, an answer is seen, and only then the next row is written: the header of a table waits for nobody.
    @ParameterizedTest
    @ValueSource(strings = {
            "jsonl|{\"text\": \"good\"}%n|{\"text\": \"bad\", \"text_pair\": \"fine\"}%n|{\"text\": \"\"}\r%n",
            "csv|text,n%ngood,1%n|\"bad,%nvery\",2\r%n|fine,3%n",
            "tsv|n\ttext%n1\tgood%n|2\tbad \"food\"%n|3\tfine%n"})
    void aRowIsAnsweredBeforeTheNextIsWritten(String rows) throws Exception {
        Path model = TinyModel.classifier(folder.resolve("classifier"), "a", "b");
        List<String> parts = List.of(rows.replace("%n", "\n").split("[|]"));
        answersEach("predict --input - --format " + parts.getFirst() + " --model " + model, parts.subList(1, parts.size()));
    }

    /// What was whole before the break is answered, then the break is told.
    @Test
    void theRowsInFrontOfABrokenOneAreAnswered() throws Exception {
        Path model = TinyModel.classifier(folder.resolve("classifier"), "a", "b");
        Path data = Files.writeString(folder.resolve("rows"), "text\ngood\nbad\n\"open");
        CommandRun run = CommandRun.of(CommandRun.child("predict", "--input", "-", "--format", "csv", "--model", model.toString())
                .redirectInput(data.toFile()).start());
        assertEquals(ExitCode.FAILED, run.code());
        assertEquals(2, run.out().lines().count());
        assertTrue(run.err().startsWith("lathe: /dev/stdin: line 4: "), run.err());
    }

    /// Whoever forgets `--format` gets answers to the braces.
    @Test
    void aLineOfJsonThatIsReadAsATextIsDoubted() throws Exception {
        Path model = TinyModel.classifier(folder.resolve("classifier"), "a", "b");
        Path data = TinyModel.sentences(folder.resolve("data.jsonl"), 2);
        CommandRun run = CommandRun.of(CommandRun.child("predict", "--input", "-", "--model", model.toString()).redirectInput(data.toFile()).start());
        assertEquals("lathe: standard input: the first line looks like JSON and is read as a text; --format jsonl reads its keys\n", run.err());
        assertEquals(2, run.out().lines().count());
    }

    private static void answersEach(String command, List<String> inputs) throws Exception {
        Process process = CommandRun.child(command.split(" ")).redirectError(ProcessBuilder.Redirect.INHERIT).start();
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
            for (String input : inputs) {
                typed.write(input);
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
