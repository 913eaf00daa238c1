package dev.lathe.serve.clients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lathe.Device;
import dev.lathe.bert.predict.TextEmbedder;
import dev.lathe.serve.Json;
import dev.lathe.serve.LatheServer;
import dev.lathe.serve.ServeOptions;
import dev.lathe.serve.TinyModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// OpenAI's and Cohere's clients for JavaScript; skipped where there is no Node or npm cannot fetch them.
@Timeout(300)
class NodeClientsTest {
    @TempDir
    private Path folder;

    @Test
    void openAisAndCoheresClientsUnderstandTheAnswers() throws IOException, InterruptedException {
        Path node = Files.createDirectories(folder.resolve("node"));
        for (String file : List.of("package.json", "clients.mjs")) {
            Files.copy(Path.of("src/clients/node", file), node.resolve(file));
        }
        assumeTrue(run(node, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts") == 0, "npm has not fetched openai and cohere-ai");
        Path models = folder.resolve("models");
        try (Device device = Device.cpu(2);
                var server = LatheServer.start(TinyModels.open(models, device), ServeOptions.USUAL.withPort(0), "1", mistake -> {
                    throw new AssertionError(mistake);
                })) {
            int code = run(node, "node", "clients.mjs", "http://localhost:" + server.port());
            String said = Files.readString(node.resolve("said.txt"));
            assertEquals(0, code, said);
            check(said.lines().filter(line -> line.startsWith("{")).findFirst().orElseThrow(() -> new AssertionError(said)), models);
        }
    }

    private static void check(String said, Path models) throws IOException {
        try (var embedder = TextEmbedder.load(models.resolve("embed"))) {
            assertArrayEquals(embedder.embed("the soup was cold."), Json.floats(Json.at(said, "usual", 0)));
            assertArrayEquals(embedder.embed("the food was very good"), Json.floats(Json.at(said, "usual", 1)));
        }
        assertEquals(14, Json.at(said, "tokens"));
        assertEquals(5, ((List<?>) Json.at(said, "floats")).size());
        assertEquals(List.of("embed", "label", "multi", "rank", "tag", "answer", "mask"), Json.at(said, "models"));
        assertEquals("NotFoundError", Json.at(said, "error", "name"));
        assertEquals("model_not_found", Json.at(said, "error", "code"));
        List<?> best = (List<?>) Json.at(said, "v2");
        assertEquals(2, best.size());
        float[] scores = Json.floats(Json.at(said, "scores"));
        assertTrue(scores[0] >= scores[1], said);
        List<String> documents = List.of("the food was very good", "the soup was cold.", "late");
        assertEquals(best.stream().map(index -> documents.get((Integer) index)).toList(), Json.at(said, "v1"));
    }

    /// What it says is in `said.txt` of the folder.
    private static int run(Path working, String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).directory(working.toFile()).redirectErrorStream(true)
                    .redirectOutput(working.resolve("said.txt").toFile()).start().waitFor();
        } catch (IOException e) {
            // There is no such program.
            return -1;
        }
    }
}
