package dev.lathe.bert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.bert.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentenceModulesTest {
    @TempDir
    Path directory;

    @Test
    void readsWhatItWrote() throws IOException {
        assertEquals(Optional.empty(), SentenceModules.read(directory));
        for (Pooling pooling : Pooling.values()) {
            var modules = new SentenceModules(pooling, false);
            modules.write(directory, 384);
            assertEquals(Optional.of(modules), SentenceModules.read(directory));
        }
        assertFalse(Files.exists(directory.resolve("2_Normalize")));
    }

    @Test
    void refusesStepsItDoesNotKnow() throws IOException {
        refuses(
                "modules.json: '[0].type': 'sentence_transformers.models.Dense' is not known",
                "[{\"type\": \"sentence_transformers.models.Dense\"}]");
        refuses(
                "modules.json: no Pooling among its steps",
                "[{\"type\": \"sentence_transformers.models.Transformer\"}]");
        refuses(
                "modules.json: '[0].path': '../other' leaves the model's directory",
                "[{\"type\": \"sentence_transformers.models.Pooling\", \"path\": \"../other\"}]");
        refuses("modules.json: not a JSON array", "{}");
    }

    @Test
    void refusesPoolingsItDoesNotKnow() throws IOException {
        new SentenceModules(Pooling.CLS, true).write(directory, 4);
        Path config = directory.resolve("1_Pooling/config.json");
        Files.writeString(config, "{\"pooling_mode_lasttoken\": true}");
        assertEquals(
                "config.json: 'pooling_mode_lasttoken': only cls_token, mean_tokens and max_tokens are known",
                assertThrows(CheckpointException.class, () -> SentenceModules.read(directory)).getMessage());
        Files.writeString(config, "{\"pooling_mode_cls_token\": true, \"pooling_mode_mean_tokens\": true}");
        assertEquals(
                "config.json: 'pooling_mode_mean_tokens': "
                        + "a second pooling beside pooling_mode_cls_token is not known",
                assertThrows(CheckpointException.class, () -> SentenceModules.read(directory)).getMessage());
    }

    private void refuses(String message, String modules) throws IOException {
        Files.writeString(directory.resolve("modules.json"), modules);
        var refused = assertThrows(CheckpointException.class, () -> SentenceModules.read(directory));
        assertEquals(message, refused.getMessage());
    }
}
