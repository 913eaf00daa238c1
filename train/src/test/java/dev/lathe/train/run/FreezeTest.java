package dev.lathe.train.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsFile;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.loop.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Fine-tuning of a part of a model.
class FreezeTest {
    @TempDir
    private Path folder;
    private Path encoder;
    private Path train;
    private Path out;
    private final List<String> notices = new ArrayList<>();

    @BeforeEach
    void fill() throws IOException {
        encoder = TinyModel.encoder(folder.resolve("encoder"));
        train = TinyModel.sentences(folder.resolve("train.jsonl"), 40);
        out = folder.resolve("out");
    }

    @Test
    void frozenTensorsStayByteForByteAndTheHeadLearns() throws IOException {
        run("bert.embeddings", "bert.encoder");
        try (var before = SafetensorsFile.open(encoder.resolve("model.safetensors"));
                var after = SafetensorsFile.open(out.resolve("model.safetensors"))) {
            for (String name : before.names()) {
                assertArrayEquals(values(before, name), values(after, "bert." + name), name);
            }
            float[] classifier = values(after, "classifier.bias");
            assertTrue(classifier[0] != 0, () -> "trained: " + Arrays.toString(classifier));
        }
    }

    @Test
    void saysWhatTrains() throws IOException {
        run("bert.embeddings", "bert.encoder");
        // The pooler's 24 x 24 and 24, the classifier's 2 x 24 and 2.
        assertTrue(notices.contains("trains 650 of 13,162 values, in 4 of 41 parameters; frozen: bert.embeddings, bert.encoder"),
                notices::toString);
        assertEquals("bert.embeddings,bert.encoder", new ObjectMapper().readTree(
                out.resolve("training.json").toFile()).get("options").get("freeze").asText());
    }

    @Test
    void aStarStandsForAnyCharacters() throws IOException {
        run("bert.encoder.layer.*.attention", "*.LayerNorm");
        try (var before = SafetensorsFile.open(encoder.resolve("model.safetensors"));
                var after = SafetensorsFile.open(out.resolve("model.safetensors"))) {
            for (String name : before.names()) {
                boolean frozen = name.contains(".attention.") || name.contains("LayerNorm.");
                assertEquals(frozen, Arrays.equals(values(before, name), values(after, "bert." + name)), name);
            }
        }
    }

    @Test
    void optimiserAndCheckpointHoldOnlyWhatTrains() throws IOException {
        var stopped = assertThrows(IllegalStateException.class, () -> tuning("bert.embeddings", "bert.encoder").saveSteps(1)
                .run(new TrainingListener() {
                    @Override
                    public void saved(int step) {
                        throw new IllegalStateException("stop after " + step);
                    }
                }));
        assertEquals("stop after 1", stopped.getMessage());
        Path checkpoint = folder.resolve("out.partial/checkpoints/step-1");
        try (var moments = SafetensorsFile.open(checkpoint.resolve("moments.safetensors"))) {
            assertEquals(8, moments.names().size(), moments.names().toString());
        }
        tuning("bert.embeddings", "bert.encoder").resume().run(TrainingListener.NONE);
        byte[] resumed = Files.readAllBytes(out.resolve("model.safetensors"));
        out = folder.resolve("whole");
        run("bert.embeddings", "bert.encoder");
        assertArrayEquals(Files.readAllBytes(out.resolve("model.safetensors")), resumed);
    }

    @Test
    void aPathThatFitsNothingIsRefusedBeforeAnythingIsWritten() {
        assertEquals("freeze 'encoder.layer.0': fits no parameter",
                assertThrows(IllegalArgumentException.class, () -> run("encoder.layer.0")).getMessage());
        assertEquals("freeze 'bert.pooler.dense.wait': fits no parameter; nearest 'bert.pooler.dense.weight'",
                assertThrows(IllegalArgumentException.class, () -> run("bert.pooler.dense.wait")).getMessage());
        assertEquals("freeze: nothing is left to train",
                assertThrows(IllegalArgumentException.class, () -> run("*")).getMessage());
        assertFalse(Files.exists(out));
    }

    private void run(String... freeze) throws IOException {
        tuning(freeze).run(new TrainingListener() {
            @Override
            public void notice(String notice) {
                notices.add(notice);
            }
        });
    }

    private FineTuning tuning(String... freeze) {
        return new FineTuning(BaseModel.of(encoder), TrainingData.of(train), out).options(TrainingOptions.builder()
                .epochs(2).learningRate(1e-2).maxLength(16).freeze(List.of(freeze)).build());
    }

    private static float[] values(Checkpoint file, String name) throws IOException {
        var entry = file.entry(name);
        int size = entry.shape().stream().reduce(1, Math::multiplyExact);
        var values = new float[size];
        file.read(name, 0, values, 0, size);
        return values;
    }
}
