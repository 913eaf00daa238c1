package dev.lathe.cli.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.cli.CommandRun.Recorder;
import dev.lathe.cli.ScriptFolder;
import dev.lathe.cli.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelArgumentTest {
    @TempDir
    private Path folder;

    @Test
    void aDirectoryIsItself() throws IOException {
        assertEquals(folder, resolve(folder.toString()));
    }

    @Test
    void aKnownNameIsItsDirectoryInTheCache() throws IOException {
        Path cached = Files.createDirectories(folder.resolve("models/bge-small-en-v1.5"));
        assertEquals(cached, resolve("bge-small-en-v1.5"));
    }

    @Test
    void whatIsNeitherIsRefused() throws IOException {
        var unknown = assertThrows(CommandFailure.class, () -> resolve("no/such"));
        assertEquals("no/such: neither a directory nor a known model; 'lathe models' lists those; of any other give the directory, "
                + "which 'lathe import' makes of other formats", unknown.getMessage());
        assertEquals("all-MiniLM-L6-v3: neither a directory nor a known model; did you mean 'all-MiniLM-L6-v2'?; 'lathe models' lists those; of any other "
                + "give the directory, which 'lathe import' makes of other formats",
                assertThrows(CommandFailure.class, () -> resolve("all-MiniLM-L6-v3")).getMessage());
        Path file = Files.createFile(folder.resolve("file"));
        var notFolder = assertThrows(CommandFailure.class, () -> resolve(file.toString()));
        assertEquals(file + ": a file; a model is a directory", notFolder.getMessage());
        var invalid = assertThrows(CommandFailure.class, () -> resolve("a\0b"));
        assertEquals("a\0b: not a file name: Nul character not allowed", invalid.getMessage());
    }

    @Test
    void aRunThatHasNotEndedIsPointedTo() throws IOException {
        String model = folder.resolve("mine").toString();
        Files.createDirectory(folder.resolve("mine.partial"));
        assertEquals("%s: not there yet; %s.partial holds a run that has not ended, the same finetune with --resume goes on with it".formatted(model, model),
                assertThrows(CommandFailure.class, () -> resolve(model)).getMessage());
    }

    private Path resolve(String model) throws IOException {
        return ModelArgument.directory(model, Recorder.with(ScriptFolder.without(folder)).surroundings());
    }
}
