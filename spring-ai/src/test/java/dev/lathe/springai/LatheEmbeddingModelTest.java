package dev.lathe.springai;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.bert.predict.TextEmbedder;
import dev.lathe.testkit.model.TinyModel;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.TokenCountBatchingStrategy;

class LatheEmbeddingModelTest {
    private static final EmbeddingOptions NONE = EmbeddingOptions.builder().build();

    @TempDir
    private Path folder;
    private Path directory;

    @BeforeEach
    void makeModel() throws IOException {
        directory = TinyModel.encoder(folder.resolve("tiny"));
    }

    @Test
    void vectorsAreTheEmbeddersInTheOrderOfTheTexts() throws IOException {
        List<String> texts = List.of("the food was very very good", "", "bad");
        try (var model = LatheEmbeddingModel.of(directory); var embedder = TextEmbedder.load(directory)) {
            EmbeddingResponse response = model.call(new EmbeddingRequest(texts, NONE));
            for (int i = 0; i < texts.size(); i++) {
                assertArrayEquals(embedder.embed(texts.get(i)), response.getResults().get(i).getOutput());
                assertEquals(i, response.getResults().get(i).getIndex());
            }
            assertArrayEquals(embedder.embed("bad"), model.embed("bad"));
        }
    }

    @Test
    void metadataNameTheModelAndCountTheTokens() {
        try (var model = LatheEmbeddingModel.of(directory)) {
            var metadata = model.call(new EmbeddingRequest(List.of("the food was good", "bad"), NONE)).getMetadata();
            assertEquals("tiny", metadata.getModel());
            assertEquals(6 + 3, metadata.getUsage().getPromptTokens());
            assertEquals(6 + 3, metadata.getUsage().getTotalTokens());
            assertEquals(TinyModel.HIDDEN, model.dimensions());
        }
    }

    @Test
    void aDocumentIsEmbeddedWithWhatItShowsOfItsMetadata() {
        var document = new Document("the food", Map.of("was", "good"));
        try (var model = LatheEmbeddingModel.of(directory)) {
            float[] expected = model.embed("was : good the food");
            assertArrayEquals(expected, model.embed(document));
            assertArrayEquals(expected,
                    model.embed(List.of(document), NONE, new TokenCountBatchingStrategy()).getFirst());
        }
    }

    @Test
    void callsAndFailuresAreObserved() {
        var seen = new ArrayList<String>();
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStop(Observation.Context context) {
                seen.add(context.getName() + " " + context.getContextualName() + " "
                        + context.getHighCardinalityKeyValue("gen_ai.usage.input_tokens"));
            }

            @Override
            public void onError(Observation.Context context) {
                seen.add(String.valueOf(context.getError()));
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
        var model = LatheEmbeddingModel.of(directory).withObservations(registry);
        model.embed("good");
        model.close();
        assertThrows(IllegalStateException.class, () -> model.embed("good"));
        assertEquals("gen_ai.client.operation embedding tiny keyValue(gen_ai.usage.input_tokens=3)", seen.get(0));
        assertEquals("java.lang.IllegalStateException: model 'tiny': used after it was closed", seen.get(1));
    }

    @Test
    void whatTheModelCannotGiveIsRefused() {
        try (var model = LatheEmbeddingModel.of(directory)) {
            assertEquals("embed: 8 dimensions: model 'tiny' has 24",
                    refusal(model, List.of("good"), EmbeddingOptions.builder().dimensions(8).build()));
            assertEquals("embed: model 'other': this one is 'tiny'",
                    refusal(model, List.of("good"), EmbeddingOptions.builder().model("other").build()));
            assertEquals("embed: text 2 of 2 is null", refusal(model, Arrays.asList("good", null), NONE));
        }
    }

    @Test
    void aWrongDirectoryIsNamed() {
        Path nowhere = folder.resolve("nowhere");
        var refusal = assertThrows(UncheckedIOException.class, () -> LatheEmbeddingModel.of(nowhere));
        assertEquals(nowhere + ": no such directory", refusal.getMessage());
    }

    private static String refusal(LatheEmbeddingModel model, List<String> texts, EmbeddingOptions options) {
        return String.valueOf(assertThrows(IllegalArgumentException.class,
                () -> model.call(new EmbeddingRequest(texts, options))).getMessage());
    }
}
