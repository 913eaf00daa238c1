package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.Lathe;
import dev.lathe.cli.terminal.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the guide to seeing shows: its commands are understood, and do what it says.
class SeeingGuideTest {
    private static final Path GUIDE = Checkout.ROOT.resolve("docs/seeing.md");

    @TempDir
    private Path folder;

    @Test
    void everyCommandKnowsTheOptionsShown() throws IOException {
        assertTrue(LatheCommands.in(GUIDE).size() >= 5, "commands");
        assertEquals(Set.of(), LatheCommands.unknownOptions(GUIDE));
    }

    /// All of them in their order, with a tiny model in the place of the one that is named.
    @Test
    void everyCommandRuns() throws IOException {
        TinyModel.write(folder.resolve("all-MiniLM-L6-v2"));
        TinyModel.writeSentences(folder.resolve("train.jsonl"), 24);
        TinyModel.writeSentences(folder.resolve("test.jsonl"), 8);
        for (var command : LatheCommands.in(GUIDE)) {
            var words = new ArrayList<>(List.of(command.group(1)));
            for (String word : command.group(2).replace("\\\n", " ").strip().split("\\s+")) {
                Path inside = folder.resolve(word);
                words.add(word.startsWith("-") || word.matches("json|[0-9.e-]+|sequence-classification") ? word : inside.toString());
            }
            var err = new ByteArrayOutputStream();
            var surroundings = new Surroundings(InputStream.nullInputStream(),
                    new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8), 0, Map.of());
            assertEquals(0, Lathe.run(surroundings, words.toArray(String[]::new)), () -> words + ": " + err.toString(StandardCharsets.UTF_8));
        }
        for (String made : List.of("my-model/report.html", "my-model/tensorboard/events.out.tfevents.0001.lathe", "events/events.out.tfevents.0001.lathe",
                "comparison.html")) {
            assertTrue(Files.exists(folder.resolve(made)), made);
        }
    }
}
