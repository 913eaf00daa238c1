package dev.lathe.bert.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.TinyOnnx;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.StoredType;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsFile;
import dev.lathe.bert.config.ConfigFile;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.bert.heads.BertForTokenClassification;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Graphs as both of PyTorch's exporters write them, imported: names, values, and what the model computes.
class ExportedFilesTest {
    private static final String LABELS = """
            "id2label": {"0": "A", "1": "B", "2": "C"}, "label2id": {"A": 0, "B": 1, "C": 2}}""";
    private static final String CLASSIFIER = """
            {"model_type": "bert", "architectures": ["BertForSequenceClassification"], "vocab_size": 12, "hidden_size": 4,
             "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 6, "max_position_embeddings": 8,
             "type_vocab_size": 2, "layer_norm_eps": 1e-12,""" + LABELS;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"traced-bert.onnx", "captured-bert.onnx"})
    void ofBert(String export) throws IOException {
        Path made = run(export, CLASSIFIER);
        String layer = "bert.encoder.layer.0.";
        requireParameters(made, List.of("bert.embeddings.word_embeddings", "bert.embeddings.position_embeddings",
                "bert.embeddings.token_type_embeddings", "bert.embeddings.LayerNorm", layer + "attention.self.query",
                layer + "attention.self.key", layer + "attention.self.value", layer + "attention.output.dense",
                layer + "attention.output.LayerNorm", layer + "intermediate.dense", layer + "output.dense",
                layer + "output.LayerNorm", "bert.pooler.dense", "classifier"));
        // By torch, of the model that was exported.
        assertArrayEquals(new float[] {1.6165192f, -0.2907291f, -0.7812615f}, logits(made), 1e-5f);
    }

    /// Whose factor of the scores is rounded to F16, twice.
    @Test
    void ofTracedBertInHalfPrecision() throws IOException {
        Path made = run("traced-half-bert.onnx", CLASSIFIER);
        // By torch, of these weights in F32.
        assertArrayEquals(new float[] {1.6162343f, -0.2902836f, -0.7814640f}, logits(made), 1e-5f);
    }

    /// As Optimum leaves it: the graph in a folder of its own.
    @Test
    void ofAGraphBelowItsConfiguration() throws IOException {
        try (InputStream in = TinyOnnx.class.getResourceAsStream("traced-bert.onnx")) {
            Files.copy(in, Files.createDirectories(directory.resolve("onnx")).resolve("model.onnx"));
        }
        Files.writeString(directory.resolve("config.json"), CLASSIFIER);
        Path made = directory.resolve("made");
        ModelImport.run(directory.resolve("onnx/model.onnx"), StoredType.F32, made);
        assertArrayEquals(new float[] {1.6165192f, -0.2907291f, -0.7812615f}, logits(made), 1e-5f);
    }

    /// Exported without a word on its shapes: a few rows of the positions are all that is left of their table.
    @Test
    void ofTextsOfOneLengthIsRefused() throws IOException {
        var refused = assertThrows(CheckpointException.class, () -> run("captured-bert-of-one-length.onnx", CLASSIFIER));
        assertEquals("model.onnx: holds the positions of texts of 5 tokens, not their table; export it for texts of any length"
                + " (torch.onnx.export with dynamic_shapes)", refused.getMessage());
        assertFalse(Files.exists(directory.resolve("made")));
    }

    private static float[] logits(Path classifier) throws IOException {
        return compute(classifier, (ws, scope) -> {
            var model = new BertForSequenceClassification(scope, ConfigFile.read(classifier.resolve("config.json")).bert(), 3);
            return () -> model.logits(ws, batch(ws)).toArray();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"traced-distilbert.onnx", "captured-distilbert.onnx"})
    void ofDistilBert(String export) throws IOException {
        Path made = run(export, """
                {"model_type": "distilbert", "architectures": ["DistilBertForTokenClassification"], "vocab_size": 12, "dim": 4,
                 "n_layers": 1, "n_heads": 2, "hidden_dim": 6, "max_position_embeddings": 8,""" + LABELS);
        String layer = "distilbert.transformer.layer.0.";
        requireParameters(made, List.of("distilbert.embeddings.word_embeddings", "distilbert.embeddings.position_embeddings",
                "distilbert.embeddings.LayerNorm", layer + "attention.q_lin", layer + "attention.k_lin", layer + "attention.v_lin",
                layer + "attention.out_lin", layer + "sa_layer_norm", layer + "ffn.lin1", layer + "ffn.lin2",
                layer + "output_layer_norm", "classifier"));
        float[] logits = compute(made, (ws, scope) -> {
            var model = new BertForTokenClassification(scope, ConfigFile.read(made.resolve("config.json")).bert(), 3);
            return () -> model.logits(ws, batch(ws)).toArray();
        });
        assertArrayEquals(new float[] {
            -0.43172735f, 0.07274455f, 0.04454547f, -0.35181624f, 0.16058463f, 0.11737013f, -0.52848095f, 0.02789116f,
            0.06330818f, -0.66830766f, -0.13030308f, -0.07193249f, -0.3459664f, 0.16249046f, 0.11483413f}, logits, 1e-5f);
    }

    private Path run(String export, String config) throws IOException {
        try (InputStream in = TinyOnnx.class.getResourceAsStream(export)) {
            Files.copy(in, directory.resolve("model.onnx"));
        }
        Files.writeString(directory.resolve("config.json"), config);
        Path made = directory.resolve("made");
        assertEquals(new ModelImport.Report("ONNX", List.of(), List.of()),
                ModelImport.run(directory.resolve("model.onnx"), StoredType.F32, made));
        return made;
    }

    /// Every parameter of these layers, with the values that count through all of them.
    private static void requireParameters(Path made, List<String> layers) throws IOException {
        try (var weights = SafetensorsFile.open(made.resolve("model.safetensors"))) {
            int first = 0;
            int count = 0;
            for (String layer : layers) {
                for (String name : List.of(layer + ".weight", layer + ".bias")) {
                    if (weights.find(name).isPresent()) {
                        float[] values = new float[(int) weights.entry(name).elements()];
                        weights.read(name, values, 0);
                        assertArrayEquals(TinyOnnx.values(first, values.length), values, 1e-6f, name);
                        first += values.length;
                        count++;
                    }
                }
            }
            assertEquals(weights.names().size(), count);
        }
    }

    @FunctionalInterface
    private interface Building {
        Computation build(Workspace ws, ModelScope scope) throws IOException;
    }

    @FunctionalInterface
    private interface Computation {
        float[] run();
    }

    private static float[] compute(Path made, Building building) throws IOException {
        try (Device device = Device.cpu(1);
                Checkpoint weights = SafetensorsFile.open(made.resolve("model.safetensors"));
                var parameters = Workspace.model("model", device.backend());
                var ws = Workspace.inference("logits", device.backend())) {
            ModelScope scope = ModelScope.root(parameters);
            Computation computation = building.build(ws, scope);
            BertWeights.loadTrained(weights, scope.parameters());
            return computation.run();
        }
    }

    private static TokenBatch batch(Workspace ws) {
        Shape tokens = Shape.of(5);
        return new TokenBatch(ws.ofInts(tokens, new int[] {5, 2, 11, 7, 0}), ws.ofInts(tokens, new int[] {0, 0, 1, 1, 1}),
                PackedSequences.of(ws, 5));
    }
}
