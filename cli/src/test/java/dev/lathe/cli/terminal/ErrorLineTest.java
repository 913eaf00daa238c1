package dev.lathe.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.directory.ModelMemoryError;
import dev.lathe.cli.CommandRun.Recorder;
import dev.lathe.cli.Lathe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class ErrorLineTest {

    @Test
    void aFailureForTheUserIsItsMessageAlone() {
        assertEquals("lathe: model.safetensors: no tensor 'x'", line(new CommandFailure("model.safetensors: no tensor 'x'")));
    }

    @Test
    void whatOurOwnCodeThrowsOnPurposeIsItsMessageAlone() {
        assertEquals("lathe: bert: 600 tokens: maxPositionEmbeddings is 512",
                line(new IllegalArgumentException("bert: 600 tokens: maxPositionEmbeddings is 512")));
        assertEquals("lathe: step 41: loss is NaN", line(new ArithmeticException("step 41: loss is NaN")));
    }

    @Test
    void mistakesOfOursAskForAStackTrace() {
        Exception outOfBounds = assertThrows(IndexOutOfBoundsException.class,
                () -> Objects.checkIndex(5, 3));
        assertEquals("lathe: a bug in Lathe: java.lang.IndexOutOfBoundsException: Index 5 out of bounds for length 3; "
                + "run again with --stacktrace and report what it prints", line(outOfBounds));
        assertTrue(line(new NullPointerException("x")).contains("a bug in Lathe"));
        int zero = List.of().size();
        Exception division = assertThrows(ArithmeticException.class, () -> Math.floorDiv(1, zero));
        assertTrue(line(division).contains("a bug in Lathe"), line(division));
    }

    @Test
    void filesAreNamedAndTheTroubleIsPutInWords() {
        var missing = assertThrows(NoSuchFileException.class, () -> Files.readString(Path.of("no/such")));
        assertEquals("lathe: no/such: no such file or directory", line(missing));
        assertEquals("lathe: model: neither a nor b", line(new NoSuchFileException("model: neither a nor b")));
        assertEquals("lathe: secret: permission denied", line(new AccessDeniedException("secret")));
        assertEquals("lathe: out: directory not empty", line(new DirectoryNotEmptyException("out")));
        assertEquals("lathe: disk full: No space left on device", line(new IOException("No space left on device")));
        assertEquals("lathe: limit on the size of files: out/model.safetensors: File too large",
                line(new FileSystemException("out/model.safetensors", null, "File too large")));
    }

    @Test
    void wrappersOfThreadsAndStreamsAreTakenOff() {
        var missing = new UncheckedIOException(
                assertThrows(NoSuchFileException.class, () -> Files.readString(Path.of("a.csv"))));
        assertEquals("lathe: a.csv: no such file or directory", line(new CompletionException(missing)));
        assertTrue(line(new ExecutionException(new OutOfMemoryError())).startsWith("lathe: out of memory at a heap limit"));
        assertTrue(line(new ExecutionException(new StackOverflowError())).startsWith("lathe: a bug in Lathe: java.lang.Sta"));
    }

    @Test
    void aMessageOfSeveralLinesBecomesOne() {
        assertEquals("lathe: first second", line(new CommandFailure("first\n   second\n")));
    }

    @Test
    void theStackTraceFollowsTheLineWhenAskedFor() {
        Recorder recorder = Recorder.with(Map.of());
        int code = ErrorLine.of(recorder.surroundings(), "doctor", "--stacktrace").report(new CommandFailure("broken"));
        assertEquals(ExitCode.FAILED, code);
        assertTrue(recorder.said().startsWith("lathe: broken" + System.lineSeparator()), recorder.said());
        assertTrue(recorder.said().contains("at " + ErrorLineTest.class.getName()), recorder.said());
    }

    @Test
    void aFullHeapNamesItsLimitAndTheWayOut() {
        Recorder recorder = Recorder.with(Map.of());
        int code = ErrorLine.of(recorder.surroundings(), "finetune").report(new OutOfMemoryError());
        long limit = Runtime.getRuntime().maxMemory() >> 20;
        assertEquals(ExitCode.FAILED, code);
        assertEquals("lathe: out of memory at a heap limit of " + limit + " MiB; lower --batch-size or --max-length, or "
                + "raise the limit with LATHE_JAVA_OPTS=-Xmx…" + System.lineSeparator(), recorder.said());
    }

    /// No advice about options that the command does not have.
    @Test
    void aFullHeapOfACommandWithoutBatchesNamesNone() {
        Recorder recorder = Recorder.with(Map.of());
        ErrorLine.of(recorder.surroundings(), "predict").report(new OutOfMemoryError());
        assertEquals("lathe: out of memory at a heap limit of " + (Runtime.getRuntime().maxMemory() >> 20)
                + " MiB; raise the limit with LATHE_JAVA_OPTS=-Xmx…" + System.lineSeparator(), recorder.said());
    }

    @Test
    void aModelThatIsTooLargeIsNoMatterOfBatches() {
        Recorder recorder = Recorder.with(Map.of());
        var full = assertThrows(ModelMemoryError.class, () -> ModelMemoryError.reading("model", () -> {
            throw new OutOfMemoryError("Java heap space");
        }));
        assertEquals("model: no room for the model: Java heap space", full.getMessage());
        ErrorLine.of(recorder.surroundings()).report(full);
        long limit = Runtime.getRuntime().maxMemory() >> 20;
        assertEquals("lathe: out of memory at a heap limit of " + limit + " MiB; the model takes more; raise the limit "
                + "with LATHE_JAVA_OPTS=-Xmx…" + System.lineSeparator(), recorder.said());
    }

    private static String line(Exception e) {
        Recorder recorder = Recorder.with(Map.of());
        assertEquals(ExitCode.FAILED, ErrorLine.of(recorder.surroundings()).report(e));
        return recorder.said().stripTrailing();
    }
}
