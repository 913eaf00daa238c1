package dev.lathe.serve.clients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.lathe.Device;
import dev.lathe.bert.predict.TextEmbedder;
import dev.lathe.serve.LatheServer;
import dev.lathe.serve.ServeOptions;
import dev.lathe.serve.TinyModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.openai.OpenAiEmbeddingOptions;

/// LangChain4j's and Spring AI's clients for OpenAI, with nothing but another address.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JavaClientsTest {
    private static final String SOUP = "the soup was cold.";
    private static final String FOOD = "the food was very good";

    private final Device device = Device.cpu(2);
    private LatheServer server;
    private float[] soup;
    private float[] food;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        server = LatheServer.start(TinyModels.open(directory, device), ServeOptions.USUAL.withPort(0), "1", mistake -> {
            throw new AssertionError(mistake);
        });
        try (var embedder = TextEmbedder.load(directory.resolve("embed"))) {
            soup = embedder.embed(SOUP);
            food = embedder.embed(FOOD);
        }
    }

    @AfterAll
    void stop() {
        server.close();
        device.close();
    }

    private String address() {
        return "http://localhost:%d/v1".formatted(server.port());
    }

    @Test
    void langChain4jGetsTheModelsVectors() {
        var model = dev.langchain4j.model.openai.OpenAiEmbeddingModel.builder()
                .baseUrl(address()).apiKey("none").modelName("embed").build();
        var response = model.embedAll(List.of(TextSegment.from(SOUP), TextSegment.from(FOOD)));
        assertArrayEquals(soup, response.content().getFirst().vector());
        assertArrayEquals(food, response.content().getLast().vector());
        assertEquals(14, response.tokenUsage().inputTokenCount());
        // More than one request's worth, for a client that knows of no limit.
        var many = model.embedAll(IntStream.range(0, 1000).mapToObj(_ -> TextSegment.from(FOOD)).toList()).content();
        assertEquals(1000, many.size());
        many.forEach(one -> assertArrayEquals(food, one.vector()));
    }

    @Test
    void langChain4jUnderstandsErrors() {
        var model = dev.langchain4j.model.openai.OpenAiEmbeddingModel.builder()
                .baseUrl(address()).apiKey("none").modelName("other").maxRetries(0).build();
        assertTrue(assertThrows(ModelNotFoundException.class, () -> model.embed(SOUP)).getMessage().contains("model 'other': not served"));
    }

    @Test
    void springAiGetsTheModelsVectors() {
        var options = OpenAiEmbeddingOptions.builder().baseUrl(address()).apiKey("none").model("embed").build();
        var model = org.springframework.ai.openai.OpenAiEmbeddingModel.builder().options(options).build();
        var response = model.call(new EmbeddingRequest(List.of(SOUP, FOOD), options));
        assertArrayEquals(soup, response.getResults().getFirst().getOutput());
        assertArrayEquals(food, response.getResults().getLast().getOutput());
        assertEquals(14, response.getMetadata().getUsage().getPromptTokens());
    }
}
