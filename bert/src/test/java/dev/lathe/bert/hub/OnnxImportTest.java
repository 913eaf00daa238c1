package dev.lathe.bert.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.lathe.Device;
import dev.lathe.bert.checkpoint.TinyOnnx.Trait;
import dev.lathe.bert.checkpoint.TinyOnnx;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.StoredType;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsFile;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ConfigFile;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.SentenceModules;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxImportTest {
    static final BertConfig CONFIG = BertConfig.builder()
            .vocabSize(12).hiddenSize(6).numHiddenLayers(2).numAttentionHeads(2).intermediateSize(10)
            .maxPositionEmbeddings(8).layerNormEps(1e-5).padTokenId(3).build();

    @TempDir
    Path directory;

    @BeforeEach
    void writeTokenizer() throws IOException {
        writeTokenizer("{\"a\": 0, \"b\": 1, \"c\": 2, \"[PAD]\": 3}");
    }

    @Test
    void worksOutTheConfigurationFromShapesAndGraph() throws IOException {
        Path made = run(TinyOnnx.encoder());
        assertEquals(ModelConfig.encoder(CONFIG), ConfigFile.read(made.resolve("config.json")));
        assertEquals(Optional.empty(), SentenceModules.read(made));
        try (var weights = SafetensorsFile.open(made.resolve("model.safetensors"))) {
            assertEquals(EncoderTensors.of(CONFIG, "").size(), weights.names().size());
            assertEquals(List.of(10, 6), weights.entry("encoder.layer.1.intermediate.dense.weight").shape());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AS_EVER", "NEW_OPERATIONS", "TURNED_WEIGHTS"})
    void computesWhatOnnxRuntimeComputesFromTheSameGraph(Trait trait) throws IOException, OrtException {
        Path made = run(TinyOnnx.encoder(trait));
        long[][] ids = {{5, 2, 11, 7, 0}};
        long[][] types = {{0, 0, 1, 1, 1}};
        var environment = OrtEnvironment.getEnvironment();
        float[][] expected;
        try (var session = environment.createSession(directory.resolve("model.onnx").toString());
                var input = OnnxTensor.createTensor(environment, ids);
                var mask = OnnxTensor.createTensor(environment, new long[][] {{1, 1, 1, 1, 1}});
                var type = OnnxTensor.createTensor(environment, types);
                var result = session.run(
                        Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", type))) {
            expected = ((float[][][]) result.get(0).getValue())[0];
        }
        try (Device device = Device.cpu(1);
                var weights = SafetensorsFile.open(made.resolve("model.safetensors"));
                var parameters = Workspace.model("model", device.backend());
                var ws = Workspace.inference("hidden", device.backend())) {
            ModelScope scope = ModelScope.root(parameters);
            var model = new BertModel(scope, CONFIG);
            BertWeights.loadTrained(weights, scope.parameters());
            Shape tokens = Shape.of(5);
            var batch = new TokenBatch(ws.ofInts(tokens, new int[] {5, 2, 11, 7, 0}),
                    ws.ofInts(tokens, new int[] {0, 0, 1, 1, 1}), PackedSequences.of(ws, 5));
            float[] hidden = model.lastHiddenState(ws, batch).toArray();
            for (int token = 0; token < 5; token++) {
                for (int i = 0; i < 6; i++) {
                    assertEquals(expected[token][i], hidden[token * 6 + i], 1e-5, "token " + token + ", value " + i);
                }
            }
        }
    }

    @Test
    void readsHeadsAndFamiliesByTheConfigurationBesideTheGraph() throws IOException {
        var tiny = new TinyOnnx();
        String pooled = tiny.node("Tanh", tiny.linear(tiny.first(tiny.hidden()), 6, 6));
        Files.write(directory.resolve("model.onnx"), tiny.output(tiny.linear(pooled, 6, 2)).toBytes());
        writeConfig("BertForSequenceClassification", "");
        var report = ModelImport.run(directory.resolve("model.onnx"), StoredType.F32, directory.resolve("made"));
        assertEquals(new ModelImport.Report("ONNX", List.of(), List.of()), report);
        try (var weights = SafetensorsFile.open(directory.resolve("made/model.safetensors"))) {
            assertEquals(List.of(2, 6), weights.entry("classifier.weight").shape());
            assertEquals(List.of(6, 6), weights.entry("bert.pooler.dense.weight").shape());
            assertEquals(List.of(12, 6), weights.entry("bert.embeddings.word_embeddings.weight").shape());
        }
        // A checkpoint's configuration is often copied from what it began as.
        writeConfig("BertForMaskedLM", "");
        report = ModelImport.run(directory.resolve("model.onnx"), StoredType.F32, directory.resolve("other"));
        assertEquals(List.of("config.json says BertForMaskedLM, the graph is a BertForSequenceClassification"), report.assumed());
        assertEquals("BertForSequenceClassification",
                ConfigFile.read(directory.resolve("other/config.json")).architecture());
    }

    @Test
    void refusesAGraphThatTheConfigurationBesideItDoesNotDescribe() throws IOException {
        Files.write(directory.resolve("model.onnx"), TinyOnnx.encoder());
        refusesConfig("config.json says num_attention_heads 3: the graph has 2", "BertModel", "\"num_attention_heads\": 3");
        refusesConfig("config.json says layer_norm_eps 1.0E-12: the graph has 1.0E-5", "BertModel",
                "\"layer_norm_eps\": 1e-12");
        refusesConfig("config.json says hidden_act relu: the graph has gelu", "BertModel", "\"hidden_act\": \"relu\"");
        refusesConfig("the graph has no 'encoder.layer.2.attention.output.LayerNorm.bias', which config.json asks for: BertModel",
                "BertModel", "\"num_hidden_layers\": 3");
        refusesConfig("'embeddings.position_embeddings.weight' is [8,6]: needs [9,6]", "BertModel",
                "\"max_position_embeddings\": 9");
        var tiny = new TinyOnnx();
        Files.write(directory.resolve("model.onnx"), tiny.output(tiny.linear(tiny.hidden(), 6, 4)).toBytes());
        refusesConfig("config.json names 3 labels in id2label: the graph's head has 4 outputs", "BertForTokenClassification",
                "\"id2label\": {\"0\": \"A\", \"1\": \"B\", \"2\": \"C\"}, \"label2id\": {\"A\": 0, \"B\": 1, \"C\": 2}");
    }

    @Test
    void refusesADecoderThatIsNotTheWordEmbeddings() throws IOException {
        var tiny = new TinyOnnx();
        String guess = tiny.norm(tiny.gelu(tiny.linear(tiny.hidden(), 6, 6)), 1e-5f);
        Files.write(directory.resolve("model.onnx"), tiny.output(tiny.linear(guess, 6, 12)).toBytes());
        refusesConfig("its decoder 'cls.predictions.decoder.weight' is not the word embeddings: only decoders that are are known",
                "BertForMaskedLM", "");
    }

    private void refusesConfig(String problem, String architecture, String change) throws IOException {
        writeConfig(architecture, change);
        var refused = assertThrows(CheckpointException.class,
                () -> ModelImport.run(directory.resolve("model.onnx"), StoredType.F32, directory.resolve("made")));
        assertEquals("model.onnx: " + problem, refused.getMessage());
        assertFalse(Files.exists(directory.resolve("made")));
    }

    private void writeConfig(String architecture, String change) throws IOException {
        var lines = new ArrayList<>(List.of("\"model_type\": \"bert\"", "\"architectures\": [\"" + architecture + "\"]",
                "\"vocab_size\": 12", "\"hidden_size\": 6", "\"num_hidden_layers\": 2", "\"num_attention_heads\": 2",
                "\"intermediate_size\": 10", "\"max_position_embeddings\": 8", "\"type_vocab_size\": 2",
                "\"layer_norm_eps\": 1e-5", "\"hidden_act\": \"gelu\""));
        lines.removeIf(line -> !change.isEmpty() && line.startsWith(change.substring(0, change.indexOf(':'))));
        lines.add(change);
        lines.removeIf(String::isEmpty);
        Files.writeString(directory.resolve("config.json"), "{" + String.join(", ", lines) + "}");
    }

    @Test
    void refusesWithoutAConfigurationWhatOnlyThatCouldTell() throws IOException {
        var tiny = new TinyOnnx();
        refuses("no config.json beside it, without which only a BERT that has no head is imported: it must say model_type and "
                + "architectures, sizes, and id2label for a head with labels",
                tiny.output(tiny.linear(tiny.hidden(), 6, 4)).toBytes());
    }

    @Test
    void refusesMoreTokensThanTheModelHasRows() throws IOException {
        var vocabulary = new StringBuilder("{\"t0\": 0");
        for (int id = 1; id < 13; id++) {
            vocabulary.append(", \"t").append(id).append("\": ").append(id);
        }
        writeTokenizer(vocabulary.append('}').toString());
        byte[] model = TinyOnnx.encoder();
        var refused = assertThrows(CheckpointException.class, () -> run(model));
        assertEquals("tokenizer.json: 13 tokens: the word embeddings have 12 rows", refused.getMessage());
    }

    private void refuses(String problem, byte[] model) throws IOException {
        var refused = assertThrows(CheckpointException.class, () -> run(model));
        assertEquals("model.onnx: " + problem, refused.getMessage());
        try (var files = Files.list(directory)) {
            assertEquals(
                    List.of("model.onnx", "tokenizer.json"),
                    files.map(file -> String.valueOf(file.getFileName())).sorted().toList());
        }
    }

    private Path run(byte[] model) throws IOException {
        Path onnx = Files.write(directory.resolve("model.onnx"), model);
        Path made = directory.resolve("made");
        OnnxImport.run(onnx, directory.resolve("tokenizer.json"), Optional.empty(), StoredType.F32, made);
        return made;
    }

    private void writeTokenizer(String vocabulary) throws IOException {
        Files.writeString(directory.resolve("tokenizer.json"), """
                {"normalizer": {"type": "BertNormalizer"}, "model": {"type": "WordPiece", "vocab": %s}}"""
                .formatted(vocabulary));
    }
}
