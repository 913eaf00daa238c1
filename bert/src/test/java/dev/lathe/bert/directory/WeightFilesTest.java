package dev.lathe.bert.directory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.bert.checkpoint.TensorEntry;
import dev.lathe.bert.checkpoint.TensorToWrite;
import dev.lathe.bert.checkpoint.TinyTorch;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.StoredType;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightFilesTest {
    @TempDir
    Path directory;

    @Test
    void opensTheOneFile() throws IOException {
        write("model.safetensors", "x", 5);
        try (var weights = WeightFiles.open(directory)) {
            assertEquals(List.of("x"), weights.names());
        }
    }

    @Test
    void opensAllShardsOfAnIndex() throws IOException {
        write("model-00001-of-00002.safetensors", "x", 5);
        write("model-00002-of-00002.safetensors", "y", 6);
        index("{\"y\": \"model-00002-of-00002.safetensors\", \"x\": \"model-00001-of-00002.safetensors\"}");
        try (var weights = WeightFiles.open(directory)) {
            assertEquals(List.of("y", "x"), weights.names());
            float[] values = new float[2];
            weights.read("x", values, 0);
            weights.read("y", values, 1);
            assertEquals(5, values[0]);
            assertEquals(6, values[1]);
            assertEquals(
                    "model.safetensors.index.json: no 'z' among its 2 tensors",
                    assertThrows(CheckpointException.class, () -> weights.read("z", values, 0)).getMessage());
        }
    }

    @Test
    void refusesAnIndexThatDoesNotAgreeWithItsFiles() throws IOException {
        write("a.safetensors", "x", 5);
        refuses("a.safetensors: no 'y' among its 1 tensors", "{\"y\": \"a.safetensors\"}");
        refuses(
                "model.safetensors.index.json: 'weight_map.x': "
                        + "'../a.safetensors' is no safetensors file beside the index",
                "{\"x\": \"../a.safetensors\"}");
        refuses(
                "model.safetensors.index.json: 'weight_map.x': "
                        + "'pytorch_model.bin' is no safetensors file beside the index",
                "{\"x\": \"pytorch_model.bin\"}");
        refuses(directory.resolve("b.safetensors") + ": no such file", "{\"x\": \"b.safetensors\"}");
    }

    @Test
    void opensTheFileOfPyTorchWhereThereIsNoOther() throws IOException {
        Files.write(directory.resolve("pytorch_model.bin"), new TinyTorch().tensor("y", new float[] {3}, 1).toBytes());
        try (var weights = WeightFiles.open(directory)) {
            assertEquals("pytorch_model.bin", weights.file());
            assertEquals(List.of("y"), weights.names());
        }
        write("model.safetensors", "x", 5);
        try (var weights = WeightFiles.open(directory)) {
            assertEquals(List.of("x"), weights.names());
        }
    }

    @Test
    void opensAllShardsOfPyTorch() throws IOException {
        Files.write(directory.resolve("pytorch_model-00001-of-00002.bin"),
                new TinyTorch().tensor("x", new float[] {3}, 1).toBytes());
        Files.write(directory.resolve("pytorch_model-00002-of-00002.bin"),
                new TinyTorch().tensor("y", new float[] {4}, 1).toBytes());
        Path index = directory.resolve("pytorch_model.bin.index.json");
        Files.writeString(index, "{\"weight_map\": {\"x\": \"pytorch_model-00001-of-00002.bin\", "
                + "\"y\": \"pytorch_model-00002-of-00002.bin\"}}");
        try (var weights = WeightFiles.open(directory)) {
            float[] values = new float[2];
            weights.read("x", values, 0);
            weights.read("y", values, 1);
            assertArrayEquals(new float[] {3, 4}, values);
        }
        Files.writeString(index, "{\"weight_map\": {\"x\": \"model.safetensors\"}}");
        assertEquals(
                "pytorch_model.bin.index.json: 'weight_map.x': 'model.safetensors' is no PyTorch file beside the index",
                assertThrows(CheckpointException.class, () -> WeightFiles.open(directory).close()).getMessage());
    }

    @Test
    void givesTensorsTheNamesOfToday() throws IOException {
        write("model.safetensors", "bert.embeddings.LayerNorm.gamma", 5);
        try (var weights = WeightFiles.open(directory)) {
            String today = "bert.embeddings.LayerNorm.weight";
            assertEquals(List.of(today), weights.names());
            assertEquals(new TensorEntry(today, StoredType.F32, List.of(1)), weights.entry(today));
            float[] values = new float[1];
            weights.read(today, values, 0);
            assertEquals(5, values[0]);
            assertEquals(
                    "model.safetensors: no 'bert.embeddings.LayerNorm.gamma'; nearest '" + today + "'",
                    assertThrows(CheckpointException.class,
                            () -> weights.read("bert.embeddings.LayerNorm.gamma", values, 0)).getMessage());
        }
        SafetensorsWriter.write(directory.resolve("model.safetensors"), List.of(
                TensorToWrite.of("LayerNorm.beta", List.of(1), new float[1]),
                TensorToWrite.of("LayerNorm.bias", List.of(1), new float[1])));
        assertEquals(
                "model.safetensors: 'LayerNorm.bias' is there twice: as 'LayerNorm.beta' and as 'LayerNorm.bias'",
                assertThrows(CheckpointException.class, () -> WeightFiles.open(directory).close()).getMessage());
    }

    @Test
    void saysThatThereAreNoWeights() {
        assertEquals(
                directory + ": neither model.safetensors nor pytorch_model.bin, nor the .index.json of either",
                assertThrows(CheckpointException.class, () -> WeightFiles.open(directory).close()).getMessage());
    }

    @Test
    void namesWeightsOfOtherLibrariesAndWhatToDoWithThem() throws IOException {
        Map.of("tf_model.h5", "Keras", "flax_model.msgpack", "Flax", "rust_model.ot", "rust-bert", "model-q8_0.gguf", "llama.cpp")
                .forEach((name, library) -> {
                    String what = "; %s holds weights for %s, which are not read: transformers' save_pretrained writes model.safetensors"
                            .formatted(name, library);
                    Path file = directory.resolve(name);
                    assertDoesNotThrow(() -> Files.createFile(file));
                    assertEquals(directory + ": neither model.safetensors nor pytorch_model.bin, nor the .index.json of either" + what,
                            assertThrows(CheckpointException.class, () -> WeightFiles.open(directory).close()).getMessage());
                    assertDoesNotThrow(() -> Files.delete(file));
                });
    }

    /// The text that a clone without Git LFS has in place of each large file.
    @Test
    void namesAFileThatGitLfsHasNotFetched() throws IOException {
        for (String name : List.of("model.safetensors", "pytorch_model.bin")) {
            Path file = Files.writeString(directory.resolve(name), """
                    version https://git-lfs.github.com/spec/v1
                    oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
                    size 438000000
                    """);
            assertEquals(file + ": stands for a file that Git LFS has not fetched; 'git lfs pull' fetches it",
                    assertThrows(CheckpointException.class, () -> WeightFiles.open(directory).close()).getMessage());
            Files.delete(file);
        }
    }

    @Test
    void saysWhatMakesADirectoryOfForeignWeights() throws IOException {
        Files.createDirectories(directory.resolve("onnx"));
        Files.createFile(directory.resolve("onnx/model.onnx"));
        assertEquals(
                directory + ": neither model.safetensors nor pytorch_model.bin, nor the .index.json of either;"
                        + " 'lathe import' makes a model directory of onnx/model.onnx",
                assertThrows(CheckpointException.class, () -> WeightFiles.open(directory).close()).getMessage());
    }

    private void refuses(String message, String places) throws IOException {
        index(places);
        var refused = assertThrows(CheckpointException.class, () -> WeightFiles.open(directory).close());
        assertEquals(message, refused.getMessage());
    }

    private void index(String places) throws IOException {
        Files.writeString(directory.resolve("model.safetensors.index.json"), "{\"weight_map\": " + places + "}");
    }

    private void write(String file, String tensor, float value) throws IOException {
        SafetensorsWriter.write(
                directory.resolve(file), List.of(TensorToWrite.of(tensor, List.of(1), new float[] {value})));
    }
}
