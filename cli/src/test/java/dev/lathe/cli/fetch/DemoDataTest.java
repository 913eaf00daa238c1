package dev.lathe.cli.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lathe.cli.CommandRun.Recorder;
import dev.lathe.cli.ScriptFolder;
import dev.lathe.cli.terminal.CommandFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoDataTest {
    @TempDir
    private Path folder;

    @Test
    void everyFifthSentenceIsHeldOutAndTheLastElementIsLeftOut() throws IOException {
        List<DemoData.Example> examples = DemoData.examplesIn("""
                [{"text":"Fine. ","class":1},{"text":"\\"Bad\\"","class":0},{"class":1,"text":"c"},{"text":"d","class":0},
                 {"text":"e","class":1},{"text":"f","class":0},{"text":"","class":null}]
                """.getBytes(StandardCharsets.UTF_8));
        DemoData.write(folder, examples);
        assertEquals("""
                {"text":"Fine.","label":"positive"}
                {"text":"\\"Bad\\"","label":"negative"}
                {"text":"c","label":"positive"}
                {"text":"d","label":"negative"}
                {"text":"f","label":"negative"}
                """, Files.readString(folder.resolve("train.jsonl")));
        assertEquals("{\"text\":\"e\",\"label\":\"positive\"}\n", Files.readString(folder.resolve("held-out.jsonl")));
    }

    @Test
    void anotherArchiveThanTheKnownOneIsRefused() throws IOException {
        ScriptFolder scripts = ScriptFolder.in(folder);
        scripts.program("npm", "echo other > sentiment-5.0.2.tgz");
        Recorder recorder = Recorder.with(scripts.environment(folder.resolve("cache")));
        var failure = assertThrows(CommandFailure.class, () -> DemoData.obtain(recorder.surroundings()));
        assertEquals("sentiment-5.0.2.tgz: 6 bytes instead of 141649", failure.getMessage());
        assertEquals("lathe: fetching the demo's review sentences (0.1 MB) with npm: sentiment@5.0.2"
                + System.lineSeparator(), recorder.said());
    }

    @Test
    void theRealSentencesAreFetchedOnceAndSplitFourToOne() throws IOException {
        assumeTrue(Boolean.getBoolean("lathe.test.fetch"), "needs -Dlathe.test.fetch=true, npm and its registry");
        var environment = new HashMap<>(System.getenv());
        environment.put("LATHE_CACHE", folder.toString());
        DemoData data = DemoData.obtain(Recorder.with(environment).surroundings());
        assertEquals(2400, Files.readAllLines(data.train()).size());
        List<String> heldOut = Files.readAllLines(data.heldOut());
        assertEquals(600, heldOut.size());
        long positive = heldOut.stream().filter(line -> line.endsWith("\"label\":\"positive\"}")).count();
        assertTrue(positive > 250 && positive < 350, "positive: " + positive);

        // The second time neither npm nor anything else is started.
        Map<String, String> offline = ScriptFolder.without(folder);
        Recorder silent = Recorder.with(offline);
        assertEquals(data, DemoData.obtain(silent.surroundings()));
        assertEquals("", silent.said());
    }
}
