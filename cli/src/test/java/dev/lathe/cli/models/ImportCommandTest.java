package dev.lathe.cli.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.CommandRun;
import dev.lathe.cli.ModelFolder;
import dev.lathe.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
    @TempDir
    private Path path;
    private ModelFolder folder;

    @BeforeEach
    void makeModels() throws IOException {
        folder = ModelFolder.in(path);
    }

    @Test
    void printsTheDirectoryThatItHasMade() throws IOException {
        CommandRun run = folder.run("import @encoder --to @half --dtype bfloat16");
        assertEquals(new CommandRun(ExitCode.DONE, folder.file("half") + "\n", "lathe: imported from Hugging Face\n"), run);
        assertTrue(Files.size(folder.file("half/model.safetensors")) < Files.size(folder.file("encoder/model.safetensors")));
        assertTrue(folder.run("info --model @half").out().contains("dtype         BF16\n"));
        assertEquals(ExitCode.DONE, folder.run("import @half --to @whole").code());
        assertTrue(folder.run("info --model @whole").out().contains("dtype         F32\n"));
    }

    @Test
    void aFailureIsOneLineAndLeavesNothing() throws IOException {
        List<String> before = folder.names();
        assertEquals(new CommandRun(ExitCode.FAILED, "",
                "lathe: @nothing: no such file or directory, and no checkpoint begins so\n"),
                folder.run("import @nothing --to @made"));
        assertEquals(new CommandRun(ExitCode.FAILED, "",
                "lathe: @classifier: exists; remove it or choose another directory\n"),
                folder.run("import @encoder --to @classifier"));
        assertEquals(before, folder.names());
    }

    @Test
    void aBrokenFileIsNamed() throws IOException {
        Files.createDirectory(folder.file("broken"));
        Files.writeString(folder.file("broken/pytorch_model.bin"), "no zip");
        CommandRun run = folder.run("import @broken --to @made");
        assertEquals(ExitCode.FAILED, run.code());
        assertEquals(1, run.err().lines().count());
        assertTrue(run.err().startsWith("lathe: pytorch_model.bin: "), run.err());
    }
}
