package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.serve.watch.AlertRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the page on monitoring shows: its commands are understood, its rules are read.
class MonitoringGuideTest {
    private static final Path GUIDE = Checkout.ROOT.resolve("docs/monitoring.md");
    private static final Pattern RULES = Pattern.compile("```json\n(\\{\"rules\".*?)```", Pattern.DOTALL);

    @Test
    void everyCommandKnowsTheOptionsShown() throws IOException {
        assertTrue(LatheCommands.in(GUIDE).size() >= 3, "commands");
        assertEquals(Set.of(), LatheCommands.unknownOptions(GUIDE));
    }

    @Test
    void theRulesAreUnderstood(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("alerts.json"), Checkout.matches(GUIDE, RULES).getFirst().group(1));
        assertEquals(5, AlertRules.read(file, Map.of("my-model", List.of("negative", "positive"))).size());
    }
}
