package dev.lathe.bert.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.tokenizer.TokenizerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files of a model's directory from which reading would never end: pipes that nobody writes to, devices.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs mkfifo and /dev/zero")
class EndlessFilesTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "modules.json", "config_sentence_transformers.json", "sentence_bert_config.json",
            "tokenizer_config.json", "model.safetensors.index.json"})
    void aPipeIsNoFileOfAModel(String name) throws IOException, InterruptedException {
        Path model = model(name);
        assertEquals(0, new ProcessBuilder("mkfifo", model.resolve(name).toString()).start().waitFor());
        refused(model, name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "modules.json", "tokenizer_config.json"})
    void aLinkToADeviceIsNone(String name) throws IOException {
        Path model = model(name);
        Files.createSymbolicLink(model.resolve(name), Path.of("/dev/zero"));
        refused(model, name);
    }

    private Path model(String without) throws IOException {
        Path model = TinyModel.encoder(folder.resolve("model"));
        Files.deleteIfExists(model.resolve(without));
        if (without.startsWith("model.safetensors")) {
            Files.delete(model.resolve("model.safetensors"));
        }
        if (without.startsWith("sentence") || without.startsWith("config_")) {
            Files.writeString(model.resolve("modules.json"),
                    "[{\"idx\": 0, \"path\": \"\", \"type\": \"sentence_transformers.models.Transformer\"},"
                            + " {\"idx\": 1, \"path\": \"1_Pooling\", \"type\": \"sentence_transformers.models.Pooling\"}]");
            Files.writeString(Files.createDirectory(model.resolve("1_Pooling")).resolve("config.json"),
                    "{\"pooling_mode_mean_tokens\": true}");
        }
        return model;
    }

    private static void refused(Path model, String name) {
        Exception refusal = assertTimeoutPreemptively(SOON, () -> assertThrows(Exception.class, () -> {
            var directory = ModelDirectory.open(model);
            SentenceModules.read(model);
            directory.tokenizer();
            directory.openWeights().close();
        }));
        assertTrue(refusal instanceof CheckpointException || refusal instanceof TokenizerException, refusal::toString);
        assertTrue(refusal.getMessage().contains(name), refusal::getMessage);
        assertTrue(refusal.getMessage().matches(".*: not a (regular )?file"), refusal::getMessage);
    }
}
