package dev.lathe.bert.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
        refuses(
                "modules.json: '[0].path': not a file name: Nul character not allowed",
                "[{\"type\": \"sentence_transformers.models.Pooling\", \"path\": \"1_\\u0000\"}]");
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
        for (String mode : List.of("weightedmean", "lasttoken", "mean_sqrt_len_tokens")) {
            Files.writeString(config, "{\"pooling_mode\": \"" + mode + "\"}");
            assertEquals(
                    "config.json: 'pooling_mode': '" + mode + "': only cls, mean and max are known",
                    assertThrows(CheckpointException.class, () -> SentenceModules.read(directory)).getMessage());
        }
        Files.writeString(config, "{\"pooling_mode\": [\"cls\", \"mean\"]}");
        assertEquals(
                "config.json: 'pooling_mode': cls and mean: only one at a time is known",
                assertThrows(CheckpointException.class, () -> SentenceModules.read(directory)).getMessage());
        Files.writeString(config, "{\"pooling_mode_cls_token\": true, \"pooling_mode_mean_tokens\": true}");
        assertEquals(
                "config.json: 'pooling_mode_mean_tokens': "
                        + "a second pooling beside pooling_mode_cls_token is not known",
                assertThrows(CheckpointException.class, () -> SentenceModules.read(directory)).getMessage());
    }

    /// Since version 5.4 of sentence-transformers a mode has one key; earlier, and here, each kind a switch.
    @Test
    void readsPoolingsOldAndNew() throws IOException {
        new SentenceModules(Pooling.CLS, true).write(directory, 4);
        assertEquals(Pooling.MAX, pooling("{\"pooling_mode\": \"max\", \"include_prompt\": true}"));
        assertEquals(Pooling.CLS, pooling("{\"pooling_mode\": [\"cls\"]}"));
        assertEquals(Pooling.MEAN, pooling("{\"pooling_mode\": \"mean\", \"pooling_mode_cls_token\": true}"));
        assertEquals(Pooling.MAX, pooling("{\"pooling_mode_cls_token\": false, \"pooling_mode_max_tokens\": true}"));
        assertEquals(Pooling.MEAN, pooling("{\"pooling_mode_mean_tokens\": false}"));
    }

    private Pooling pooling(String config) throws IOException {
        Files.writeString(directory.resolve("1_Pooling/config.json"), config);
        return SentenceModules.read(directory).orElseThrow().pooling();
    }

    @Test
    void refusesToScaleTokens() throws IOException {
        new SentenceModules(Pooling.CLS, true).write(directory, 4);
        Files.writeString(directory.resolve("2_Normalize/config.json"), "{\"module_input_name\": \"sentence_embedding\"}");
        assertTrue(SentenceModules.read(directory).orElseThrow().normalize());
        Files.writeString(directory.resolve("2_Normalize/config.json"), "{\"module_input_name\": \"token_embeddings\"}");
        assertEquals(
                "config.json: 'module_input_name': 'token_embeddings': only sentence_embedding is known",
                assertThrows(CheckpointException.class, () -> SentenceModules.read(directory)).getMessage());
    }

    @Test
    void keepsWhatIsDoneWithATextBefore() throws IOException {
        var input = new SentenceInput(OptionalInt.of(77), true, "query: ");
        var modules = new SentenceModules(Pooling.MEAN, true, input);
        modules.write(directory, 4);
        assertEquals(Optional.of(modules), SentenceModules.read(directory));
        assertEquals("query: Good", input.prepared("Good"));
    }

    @Test
    void refusesALengthWithoutRoomForAText() throws IOException {
        new SentenceModules(Pooling.MEAN, true).write(directory, 4);
        Files.writeString(directory.resolve("tokenizer_config.json"), "{\"model_max_length\": 2}");
        assertEquals(
                "tokenizer_config.json: 'model_max_length': 2: at least 3 tokens are needed",
                assertThrows(CheckpointException.class, () -> SentenceModules.read(directory)).getMessage());
        Files.writeString(directory.resolve("sentence_bert_config.json"), "{\"max_seq_length\": 7}");
        assertEquals(OptionalInt.of(7), SentenceModules.read(directory).orElseThrow().input().maxLength());
    }

    private void refuses(String message, String modules) throws IOException {
        Files.writeString(directory.resolve("modules.json"), modules);
        var refused = assertThrows(CheckpointException.class, () -> SentenceModules.read(directory));
        assertEquals(message, refused.getMessage());
    }
}
