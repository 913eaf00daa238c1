package dev.lathe.langchain4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.listener.EmbeddingModelErrorContext;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.embedding.listener.EmbeddingModelRequestContext;
import dev.langchain4j.model.embedding.listener.EmbeddingModelResponseContext;
import dev.langchain4j.model.output.Response;
import dev.lathe.bert.predict.TextEmbedder;
import dev.lathe.testkit.model.TinyModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatheEmbeddingModelTest {
    @TempDir
    private Path folder;
    private Path directory;

    @BeforeEach
    void makeModel() throws IOException {
        directory = TinyModel.encoder(folder.resolve("tiny"));
    }

    @Test
    void vectorsAreTheEmbeddersInTheOrderOfTheSegments() throws IOException {
        List<String> texts = List.of("the food was very very good", "bad", "not fine .");
        try (var model = LatheEmbeddingModel.of(directory); var embedder = TextEmbedder.load(directory)) {
            Response<List<Embedding>> response = model.embedAll(texts.stream().map(TextSegment::from).toList());
            for (int i = 0; i < texts.size(); i++) {
                assertArrayEquals(embedder.embed(texts.get(i)), response.content().get(i).vector());
            }
            assertArrayEquals(embedder.embed("bad"), model.embed("bad").content().vector());
        }
    }

    @Test
    void theTokensThatWereReadAreCounted() {
        try (var model = LatheEmbeddingModel.of(directory)) {
            var response = model.embedAll(List.of(TextSegment.from("the food was good"), TextSegment.from("bad")));
            assertEquals(6 + 3, response.tokenUsage().inputTokenCount());
            assertEquals(6 + 3, response.tokenUsage().totalTokenCount());
            assertEquals(TinyModel.POSITIONS, model.embed("very ".repeat(200)).tokenUsage().inputTokenCount());
        }
    }

    @Test
    void nameAndDimensionAreKnown() {
        try (var model = LatheEmbeddingModel.of(directory)) {
            assertEquals("tiny", model.modelName());
            assertEquals(TinyModel.HIDDEN, model.dimension());
            assertEquals(TinyModel.HIDDEN, model.embed("good").content().dimension());
        }
    }

    @Test
    void listenersHearOfCallsAndOfFailures() {
        var heard = new ArrayList<String>();
        var listener = new EmbeddingModelListener() {
            @Override
            public void onRequest(EmbeddingModelRequestContext context) {
                heard.add("request of " + context.textSegments().size());
            }

            @Override
            public void onResponse(EmbeddingModelResponseContext context) {
                heard.add("response of " + context.response().tokenUsage().inputTokenCount() + " tokens");
            }

            @Override
            public void onError(EmbeddingModelErrorContext context) {
                heard.add(context.error().getMessage());
            }
        };
        var model = LatheEmbeddingModel.of(directory).withListeners(List.of(listener));
        model.embedAll(List.of(TextSegment.from("good"), TextSegment.from("bad")));
        model.close();
        assertThrows(IllegalStateException.class, () -> model.embed("good"));
        assertEquals(List.of("request of 2", "response of 6 tokens", "request of 1",
                "model 'tiny': used after it was closed"), heard);
    }

    @Test
    void noSegmentsAreNoVectors() {
        try (var model = LatheEmbeddingModel.of(directory)) {
            assertEquals(List.of(), model.embedAll(List.of()).content());
        }
    }

    @Test
    void aMissingTextIsRefusedByItsPlace() {
        try (var model = LatheEmbeddingModel.of(directory)) {
            List<TextSegment> segments = Arrays.asList(TextSegment.from("good"), null, TextSegment.from("bad"));
            var refusal = assertThrows(IllegalArgumentException.class, () -> model.embedAll(segments));
            assertEquals("embedAll: segment 2 of 3 is null", refusal.getMessage());
        }
    }

    @Test
    void aWrongDirectoryIsNamed() {
        Path nowhere = folder.resolve("nowhere");
        var refusal = assertThrows(UncheckedIOException.class, () -> LatheEmbeddingModel.of(nowhere));
        assertEquals(nowhere + ": no such directory", refusal.getMessage());
    }
}
