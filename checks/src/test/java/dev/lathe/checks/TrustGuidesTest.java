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

/// What the guides to masks and the audit log show: their commands are understood, their program prints what they say.
class TrustGuidesTest {
    private static final Path MASKING = Checkout.ROOT.resolve("docs/masking.md");

    @ParameterizedTest
    @ValueSource(strings = {"masking.md", "audit.md", "anonymise.md"})
    void everyCommandKnowsTheOptionsShown(String name) throws IOException {
        Path guide = Checkout.ROOT.resolve("docs").resolve(name);
        assertTrue(LatheCommands.in(guide).size() >= 2, "commands");
        assertEquals(Set.of(), LatheCommands.unknownOptions(guide));
    }

    @Test
    void theProgramPrintsWhatTheGuideSays(@TempDir Path folder) throws IOException, InterruptedException {
        JavaRun run = GuideProgram.run(MASKING, folder);
        String printed = run.out().replace(System.lineSeparator(), "\n");
        assertTrue(!printed.isEmpty() && Files.readString(MASKING).contains("It prints\n\n```\n" + printed + "```\n"), printed);
    }
}
