package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the guide to serving shows: its commands are understood, its program compiles and runs.
class ServingGuideTest {
    private static final Path GUIDE = Checkout.ROOT.resolve("docs/serving.md");
    private static final Path REPLACING = Checkout.ROOT.resolve("docs/replacing.md");

    @TempDir
    private Path folder;

    @Test
    void everyCommandKnowsTheOptionsShown() throws IOException {
        assertTrue(LatheCommands.in(GUIDE).size() >= 4, "commands");
        assertEquals(Set.of(), LatheCommands.unknownOptions(GUIDE));
        assertTrue(LatheCommands.in(REPLACING).size() >= 6, "commands");
        assertEquals(Set.of(), LatheCommands.unknownOptions(REPLACING));
    }

    @Test
    void theProgramServes() throws IOException, InterruptedException {
        TinyModel.write(folder.resolve("my-encoder"));
        JavaRun run = GuideProgram.run(GUIDE, folder);
        assertTrue(run.out().matches("port [1-9]\\d+\\R"), run.out());
    }
}
