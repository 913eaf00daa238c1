package dev.lathe.train.tune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.lathe.testkit.model.TinyModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A search of fine-tunings that is killed goes on to the same bytes, on any number of threads.
class KilledSearchTest {
    @TempDir
    private Path path;

    @Test
    void goesOnToTheSameTableAndModel() throws IOException, InterruptedException {
        Path model = path.resolve("encoder");
        Path data = path.resolve("train.jsonl");
        TinyModel.encoder(model);
        TinyModel.sentences(data, 32);
        SearchResult whole = TuneProcess.search(model, data, path.resolve("whole"), 1);
        killAt("done 3/0", model, data);
        killAt("done 5/1", model, data);
        SearchResult resumed = TuneProcess.search(model, data, path.resolve("killed"), 2);
        assertArrayEquals(Files.readAllBytes(path.resolve("whole/trials.json")), Files.readAllBytes(path.resolve("killed/trials.json")));
        assertEquals(Files.readString(path.resolve("whole/journal.jsonl")), Files.readString(path.resolve("killed/journal.jsonl")));
        int best = whole.best().orElseThrow().number();
        assertEquals(best, resumed.best().orElseThrow().number());
        assertArrayEquals(weights("whole", best), weights("killed", best));
        // Nothing is left of the others.
        try (var left = Files.list(path.resolve("killed/trials"))) {
            assertEquals(List.of(Search.name(best), Search.name(best) + ".scores.jsonl"),
                    left.map(file -> file.getFileName().toString()).filter(name -> !name.endsWith(".lock")).sorted().toList());
        }
    }

    private byte[] weights(String search, int trial) throws IOException {
        return Files.readAllBytes(path.resolve(search).resolve("trials").resolve(Search.name(trial)).resolve("model.safetensors"));
    }

    /// Kills a search as soon as it says that a trial is done, which is amid the next one.
    private void killAt(String line, Path model, Path data) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-Xmx1g",
                "-cp", System.getProperty("java.class.path"), TuneProcess.class.getName(),
                model.toString(), data.toString(), path.resolve("killed").toString(), "1").redirectErrorStream(true).start();
        var said = new StringBuilder();
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String next = out.readLine(); next != null && !next.equals(line); next = out.readLine()) {
                said.append(next).append('\n');
            }
            process.destroyForcibly();
        }
        assertNotEquals(0, process.waitFor(), said::toString);
    }
}
