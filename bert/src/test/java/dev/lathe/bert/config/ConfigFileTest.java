package dev.lathe.bert.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.heads.BertForQuestionAnswering;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.bert.heads.BertForTokenClassification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    private static final String SIZES = """
            "vocab_size": 50, "hidden_size": 12, "num_hidden_layers": 3, "num_attention_heads": 4, \
            "intermediate_size": 20""";

    @TempDir
    Path directory;

    @Test
    void readsWhatItWrote() throws IOException {
        var bert = new BertConfig(ModelFamily.BERT, 50, 12, 12, 3, 4, 20, HiddenAct.GELU_NEW, 0.2, 0.3, 0.4, 64, 1, 0.5, 1e-5, 7, 0);
        var config = new ModelConfig(
                bert, "BertForSequenceClassification", List.of("neg", "été \"x\""), ProblemType.REGRESSION);
        Path path = directory.resolve("config.json");
        ConfigFile.write(path, config);
        assertEquals(config, ConfigFile.read(path));
        byte[] first = Files.readAllBytes(path);
        ConfigFile.write(path, ConfigFile.read(path));
        assertArrayEquals(first, Files.readAllBytes(path));
    }

    /// Hugging Face's models carry keys that they do not know along.
    @Test
    void notesWhetherQuestionsHadNoAnswerIfAnybodyKnows() throws IOException {
        Path path = directory.resolve("config.json");
        var config = new ModelConfig(
                BertConfig.builder().build(), "BertForQuestionAnswering", List.of(), ProblemType.UNSPECIFIED);
        for (boolean some : new boolean[] {false, true}) {
            ConfigFile.write(path, config.withUnanswerable(some));
            assertTrue(Files.readString(path).contains("\"version_2_with_negative\": " + some));
            assertEquals(config.withUnanswerable(some), ConfigFile.read(path));
        }
        ConfigFile.write(path, config);
        assertFalse(Files.readString(path).contains("version_2"));
        assertEquals(Optional.empty(), ConfigFile.read(path).unanswerable());
    }

    @Test
    void writesTheKeysThatPythonReads() throws IOException {
        Path path = directory.resolve("config.json");
        var bert = BertConfig.builder().build();
        ConfigFile.write(
                path, new ModelConfig(bert, "BertForTokenClassification", List.of("O"), ProblemType.UNSPECIFIED));
        assertEquals("""
                {
                  "architectures": [
                    "BertForTokenClassification"
                  ],
                  "attention_probs_dropout_prob": 0.1,
                  "classifier_dropout": null,
                  "hidden_act": "gelu",
                  "hidden_dropout_prob": 0.1,
                  "hidden_size": 768,
                  "id2label": {
                    "0": "O"
                  },
                  "initializer_range": 0.02,
                  "intermediate_size": 3072,
                  "label2id": {
                    "O": 0
                  },
                  "layer_norm_eps": 1.0E-12,
                  "max_position_embeddings": 512,
                  "model_type": "bert",
                  "num_attention_heads": 12,
                  "num_hidden_layers": 12,
                  "pad_token_id": 0,
                  "position_embedding_type": "absolute",
                  "torch_dtype": "float32",
                  "type_vocab_size": 2,
                  "vocab_size": 30522
                }
                """, Files.readString(path));
    }

    @Test
    void usesDefaultsForWhatIsAbsentOrNullAndIgnoresOtherKeys() throws IOException {
        ModelConfig config = read(SIZES + ", \"classifier_dropout\": null, \"transformers_version\": \"4.6\"");
        var bert = BertConfig.builder()
                .vocabSize(50).hiddenSize(12).numHiddenLayers(3).numAttentionHeads(4).intermediateSize(20).build();
        assertEquals(ModelConfig.encoder(bert), config);
    }

    @Test
    void sortsLabelsByTheirNumbers() throws IOException {
        assertEquals(
                List.of("a", "b", "c"),
                read(SIZES + ", \"id2label\": {\"2\": \"c\", \"0\": \"a\", \"1\": \"b\"}").labels());
        assertEquals(List.of("LABEL_0", "LABEL_1"), read(SIZES + ", \"num_labels\": 2").labels());
    }

    /// Of the names in transformers' table of activations those that mean the same function.
    @Test
    void takesAllNamesOfAnActivation() throws IOException {
        for (String name : List.of("gelu", "gelu_python")) {
            assertEquals(HiddenAct.GELU, act(name));
        }
        for (String name : List.of("gelu_new", "gelu_fast", "gelu_accurate", "gelu_pytorch_tanh", "gelu_python_tanh")) {
            assertEquals(HiddenAct.GELU_NEW, act(name));
        }
        assertEquals(HiddenAct.RELU, act("relu"));
        for (String other : List.of("quick_gelu", "gelu_10", "silu", "relu2")) {
            refuses(
                    "hidden_act '%s': only gelu, its approximation by tanh, relu and tanh are known".formatted(other),
                    SIZES + ", \"hidden_act\": \"" + other + "\"");
        }
    }

    private HiddenAct act(String name) throws IOException {
        return read(SIZES + ", \"hidden_act\": \"" + name + "\"").bert().hiddenAct();
    }

    @Test
    void saysWhatDoesNotFit() throws IOException {
        refuses(
                "model_type 'xlnet': a family that is not known; known: bert, distilbert, roberta, electra",
                SIZES + ", \"model_type\": \"xlnet\"");
        refuses(
                "position_embedding_type 'relative_key': only absolute is known",
                SIZES + ", \"position_embedding_type\": \"relative_key\"");
        refuses("is_decoder is true: only encoders are known", SIZES + ", \"is_decoder\": true");
        refuses("quantization_config 'gptq': only weights that are not quantised are known",
                SIZES + ", \"quantization_config\": {\"quant_method\": \"gptq\", \"bits\": 4}");
        refuses(
                "problem_type 'x': "
                        + "only single_label_classification, multi_label_classification and regression are known",
                SIZES + ", \"problem_type\": \"x\"");
        refuses("no 'num_attention_heads'", SIZES.replace("num_attention_heads", "heads"));
        refuses("hiddenSize 13: not divisible by numAttentionHeads 4", SIZES.replace("12", "13"));
        refuses("'hidden_size': not an integer", SIZES.replace("12", "\"12\""));
        refuses("'hidden_size': 12.5 where an integer below 2147483648 is needed", SIZES.replace("12", "12.5"));
        refuses(
                "'hidden_size': 9999999999 where an integer below 2147483648 is needed", SIZES.replace("12", "9999999999"));
        refuses(
                "vocabSize 2000000000 x embeddingSize 12: more than 2147483647 numbers", SIZES.replace("50", "2000000000"));
        refuses("'num_labels': -1 labels", SIZES + ", \"num_labels\": -1");
    }

    /// Such a link never ends.
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void refusesWhatIsNoFile() throws IOException {
        Path path = Files.createSymbolicLink(directory.resolve("config.json"), Path.of("/dev/zero"));
        var refused = assertThrows(CheckpointException.class, () -> ConfigFile.read(path));
        assertEquals(path + ": not a file", refused.getMessage());
    }

    @Test
    void refusesWhatIsNoJsonObject() throws IOException {
        for (String text : List.of("", "[]", "{", "{} {}", "{\"a\": 1, \"a\": 2}", "[".repeat(100_000))) {
            Path path = Files.writeString(directory.resolve("config.json"), text);
            String said = assertThrows(CheckpointException.class, () -> ConfigFile.read(path)).getMessage();
            assertTrue(said.startsWith("config.json: "), said);
        }
    }

    private ModelConfig read(String body) throws IOException {
        return ConfigFile.read(Files.writeString(directory.resolve("config.json"), "{" + body + "}"));
    }

    private void refuses(String problem, String body) {
        var refused = assertThrows(CheckpointException.class, () -> read(body));
        assertEquals("config.json: " + problem, refused.getMessage());
    }
}
