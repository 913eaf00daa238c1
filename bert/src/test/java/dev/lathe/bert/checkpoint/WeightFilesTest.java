package dev.lathe.bert.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void saysThatThereAreNoWeights() {
        assertEquals(
                directory + ": neither model.safetensors nor model.safetensors.index.json",
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
