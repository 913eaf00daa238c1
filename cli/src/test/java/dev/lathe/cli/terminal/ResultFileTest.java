package dev.lathe.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lathe.cli.CommandRun;
import dev.lathe.cli.ModelFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
    @TempDir
    private Path path;

    @Test
    void aFileThatCannotAppearLeavesNothingElse() throws IOException {
        Path file = path.resolve("results");
        assertThrows(IOException.class, () -> {
            try (var results = JsonLines.to(Optional.of(file), CommandRun.Recorder.with(Map.of()).surroundings())) {
                results.add(json -> json.writeNumberField("n", 1));
                Files.createDirectory(file);
                results.finish();
            }
        });
        try (var names = Files.list(path)) {
            assertEquals(List.of(file), names.toList());
        }
    }

    @Test
    void aDeviceIsWrittenToAndStays() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "needs /dev/full");
        ModelFolder folder = ModelFolder.in(path);
        List<String> before = folder.names();
        for (String command : List.of("predict --model @classifier --text good --output /dev/full",
                "evaluate --model @classifier --data @dev.jsonl --report /dev/full")) {
            CommandRun run = folder.run(command);
            assertEquals(new CommandRun(ExitCode.FAILED, "", "lathe: disk full: /dev/full: No space left on device\n"), run);
            assertEquals(before, folder.names());
        }
    }

    /// By every name of it, also where it leads to a file that has a beginning.
    @Test
    void standardOutputHasManyNames() throws IOException, InterruptedException {
        assumeTrue(Files.exists(Path.of("/dev/stdout")), "needs /dev/stdout");
        ModelFolder folder = ModelFolder.in(path);
        String line = "predict --model @classifier --text good";
        String expected = folder.run(line).out();
        assertEquals(new CommandRun(ExitCode.DONE, expected, ""), folder.run(line + " --output -"));
        List<String> before = folder.names();
        for (String name : List.of("-", "/dev/stdout", "/proc/self/fd/1")) {
            Path results = folder.write("results", "head\n");
            Process process = CommandRun.child((line + " --output " + name).replace("@", path + "/").split(" "))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(results.toFile())).start();
            assertEquals("", new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
            assertEquals(ExitCode.DONE, process.waitFor());
            assertEquals("head\n" + expected, Files.readString(results), name);
            Files.delete(results);
            assertEquals(before, folder.names());
        }
    }

    /// Whatever the reader's name: a named pipe here.
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs mkfifo")
    void aReaderThatHasSeenEnoughEndsTheCommandQuietly() throws IOException, InterruptedException {
        ModelFolder folder = ModelFolder.in(path);
        folder.write("texts", "good food\n".repeat(20_000));
        Path pipe = folder.file("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        Process process = CommandRun.child("tokenize", "--model", folder.file("classifier").toString(),
                "--input", folder.file("texts").toString(), "--output", pipe.toString()).start();
        try (var reader = Files.newInputStream(pipe)) {
            assertEquals('{', reader.read());
        }
        assertEquals(new CommandRun(ExitCode.DONE, "", ""), CommandRun.of(process));
    }

    /// Two at a time write under names of their own, and the later one counts.
    @Test
    void twoCommandsNeverMix() throws IOException {
        Path file = path.resolve("results");
        var surroundings = CommandRun.Recorder.with(Map.of()).surroundings();
        try (var first = JsonLines.to(Optional.of(file), surroundings); var second = JsonLines.to(Optional.of(file), surroundings)) {
            for (int i = 0; i < 20_000; i++) {
                first.add(json -> json.writeNumberField("n", 1));
                second.add(json -> json.writeNumberField("number", 2));
            }
            assertFalse(Files.exists(file));
            first.finish();
            assertEquals("{\"n\":1}\n".repeat(20_000), Files.readString(file));
            second.finish();
        }
        assertEquals("{\"number\":2}\n".repeat(20_000), Files.readString(file));
        try (var names = Files.list(path)) {
            assertEquals(List.of(file), names.toList());
        }
    }

    /// Not through a link with the name of old either.
    @Test
    void whatAKilledCommandLeftIsDeletedAndNoLinkIsFollowed() throws IOException {
        Path file = path.resolve("results");
        Path precious = Files.writeString(path.resolve("precious"), "thesis");
        Files.createSymbolicLink(path.resolve(".results.partial"), precious);
        String dead = ".results.12345678-1234-1234-1234-123456789abc";
        Files.writeString(path.resolve(dead + ".lock"), "");
        Files.writeString(path.resolve(dead + ".partial"), "{\"n\":1}\n{");
        Path others = Files.writeString(path.resolve(dead + ".json.12345678-1234-1234-1234-123456789abc.partial"), "{");
        try (var results = JsonLines.to(Optional.of(file), CommandRun.Recorder.with(Map.of()).surroundings())) {
            results.add(json -> json.writeNumberField("n", 1));
            results.finish();
        }
        assertEquals("{\"n\":1}\n", Files.readString(file));
        assertEquals("thesis", Files.readString(precious));
        try (var names = Files.list(path)) {
            assertEquals(Set.of(file, precious, others, path.resolve(".results.partial")), names.collect(Collectors.toSet()));
        }
    }

    @Test
    void aFolderWithoutLeaveToWriteIsNamedByTheFileThatIsWanted() throws IOException {
        ModelFolder folder = ModelFolder.in(path);
        Path closed = Files.createDirectory(folder.file("closed"));
        assumeTrue(closed.toFile().setWritable(false) && !Files.isWritable(closed), "needs a user who is not root");
        assertEquals("lathe: @closed/results: permission denied\n",
                folder.run("predict --model @classifier --text good --output @closed/results").err());
    }
}
