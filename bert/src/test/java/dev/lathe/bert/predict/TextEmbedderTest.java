package dev.lathe.bert.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.bert.directory.Pooling;
import dev.lathe.bert.directory.SentenceModules;
import dev.lathe.bert.predict.TextEmbedder.Options;
import dev.lathe.testkit.model.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TextEmbedderTest {
    private static final List<String> TEXTS =
            List.of("the food was good", "", "not " + "very ".repeat(200) + "bad", "awful", "very very fine .");

    @TempDir
    private Path folder;
    private Path model;

    @BeforeEach
    void makeModel() throws IOException {
        model = TinyModel.encoder(folder.resolve("model"));
    }

    @ParameterizedTest
    @EnumSource
    void manyThreadsAtOnceGetTheBitsThatOneGetsAlone(Pooling pooling)
            throws IOException, InterruptedException, ExecutionException {
        Options options = Options.of(model).withPooling(pooling);
        try (Device device = Device.cpu(); var embedder = TextEmbedder.load(model, options, device);
                var threads = Executors.newFixedThreadPool(32)) {
            List<float[]> alone = TEXTS.stream().map(embedder::embed).toList();
            List<Callable<List<float[]>>> calls = new ArrayList<>();
            for (int i = 0; i < 96; i++) {
                calls.add(() -> embedder.embedAll(TEXTS));
            }
            for (Future<List<float[]>> together : threads.invokeAll(calls)) {
                for (int i = 0; i < TEXTS.size(); i++) {
                    assertArrayEquals(alone.get(i), together.get().get(i));
                }
            }
        }
    }

    @Test
    void aDirectorySaysHowItsModelEmbeds() throws IOException {
        float[] mean = embed(Options.of(model));
        new SentenceModules(Pooling.CLS, true).write(model, TinyModel.HIDDEN);
        assertEquals(new Options(Pooling.CLS, true, TinyModel.POSITIONS), Options.of(model));
        float[] normalizedCls = embed(Options.of(model));
        float[] cls = embed(Options.of(model).withNormalize(false));
        assertEquals(1, length(normalizedCls), 1e-6);
        for (int i = 0; i < cls.length; i++) {
            assertEquals(cls[i] / length(cls), normalizedCls[i], 1e-6);
        }
        assertArrayEquals(mean, embed(Options.of(model).withNormalize(false).withPooling(Pooling.MEAN)));
    }

    @Test
    void aHeadBesideTheEncoderIsNoObstacle() throws IOException {
        model = TinyModel.classifier(folder.resolve("classifier"), "negative", "positive");
        assertEquals(TinyModel.HIDDEN, embed(Options.of(model)).length);
    }

    @Test
    void aLengthThatTheModelCannotTakeIsRefused() throws IOException {
        for (int length : new int[] {-1, 2, TinyModel.POSITIONS + 1}) {
            var refusal = assertThrows(
                    IllegalArgumentException.class, () -> embed(Options.of(model).withMaxLength(length)));
            assertEquals("maxLength " + length + ": needs 3 to 128", refusal.getMessage());
        }
    }

    @Test
    void noTextsAreNoVectorsAndAClosedModelSaysSo() throws IOException {
        var embedder = TextEmbedder.load(model);
        assertTrue(embedder.embedAll(List.of()).isEmpty());
        embedder.close();
        var used = assertThrows(IllegalStateException.class, () -> embedder.embed("good"));
        assertEquals("model 'model': used after it was closed", used.getMessage());
    }

    @Test
    void tokensAreCountedAsTheyAreRead() throws IOException {
        try (Device device = Device.cpu(1); var embedder = TextEmbedder.load(model, device)) {
            List<Embedded> counted = embedder.embedCounted(TEXTS);
            assertEquals(List.of(6, 2, TinyModel.POSITIONS, 3, 6), counted.stream().map(Embedded::tokens).toList());
            for (int i = 0; i < TEXTS.size(); i++) {
                assertArrayEquals(embedder.embed(TEXTS.get(i)), counted.get(i).vector());
                assertEquals(counted.get(i).tokens(), embedder.countTokens(TEXTS.get(i)));
            }
        }
    }

    private float[] embed(Options options) throws IOException {
        try (Device device = Device.cpu(1); var embedder = TextEmbedder.load(model, options, device)) {
            return embedder.embed("the food was very good");
        }
    }

    private static double length(float[] vector) {
        double squares = 0;
        for (float x : vector) {
            squares += (double) x * x;
        }
        return Math.sqrt(squares);
    }

    @Test
    void aTextsTokensAreThoseThatTheModelReads() throws IOException {
        try (var embedder = TextEmbedder.load(model)) {
            assertEquals(2, embedder.countTokens(""));
            assertEquals(6, embedder.countTokens("the food was good"));
            assertEquals(TinyModel.POSITIONS, embedder.countTokens("very ".repeat(200)));
            assertEquals("model", embedder.name());
        }
    }

    @Test
    void theLargestOfATextsTokensIsItsMaxVector() throws IOException {
        try (Device device = Device.cpu(1);
                var embedder = TextEmbedder.load(model, Options.of(model).withPooling(Pooling.MAX), device)) {
            List<CompletableFuture<List<float[]>>> submitted = TEXTS.stream().map(embedder::submitTokens).toList();
            for (int t = 0; t < TEXTS.size(); t++) {
                List<float[]> tokens = submitted.get(t).join();
                assertEquals(embedder.countTokens(TEXTS.get(t)), tokens.size());
                float[] largest = tokens.getFirst().clone();
                for (float[] token : tokens) {
                    for (int i = 0; i < largest.length; i++) {
                        largest[i] = Math.max(largest[i], token[i]);
                    }
                }
                assertArrayEquals(embedder.embed(TEXTS.get(t)), largest);
            }
        }
    }

    @Test
    void tokensOfAClosedModelAreRefused() throws IOException {
        var embedder = TextEmbedder.load(model);
        embedder.close();
        assertThrows(CompletionException.class, () -> embedder.submitTokens("good").join());
    }
}
