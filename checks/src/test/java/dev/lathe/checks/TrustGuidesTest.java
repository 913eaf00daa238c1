package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the guides to trust show: their commands are understood, their programs print what they say.
class TrustGuidesTest {
    @ParameterizedTest
    @ValueSource(strings = {"masking.md", "audit.md", "anonymise.md", "explanation.md", "accountability.md", "encryption.md", "fairness.md", "federation.md"})
    void everyCommandKnowsTheOptionsShown(String name) throws IOException {
        Path guide = Checkout.ROOT.resolve("docs").resolve(name);
        assertTrue(LatheCommands.in(guide).size() >= 2, "commands");
        assertEquals(Set.of(), LatheCommands.unknownOptions(guide));
    }

    /// It needs a model, so it is not run.
    @Test
    void theProgramThatExplainsCompiles(@TempDir Path folder) throws IOException {
        GuideProgram.compile(Checkout.ROOT.resolve("docs/explanation.md"), folder);
        assertTrue(Files.exists(folder.resolve("Guide.class")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"masking.md", "accountability.md", "encryption.md"})
    void theProgramPrintsWhatTheGuideSays(String name, @TempDir Path folder) throws IOException, InterruptedException {
        Path guide = Checkout.ROOT.resolve("docs").resolve(name);
        JavaRun run = GuideProgram.run(guide, folder);
        String printed = run.out().replace(System.lineSeparator(), "\n");
        assertTrue(!printed.isEmpty() && Files.readString(guide).contains("It prints\n\n```\n" + printed + "```\n"), printed);
    }
}
