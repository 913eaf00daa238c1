package dev.lathe.bert.checkpoint.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.NonFiniteValue;
import dev.lathe.bert.checkpoint.SafetensorsBytes;
import dev.lathe.bert.checkpoint.TensorEntry;
import dev.lathe.bert.checkpoint.TensorToWrite;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.StoredType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    @TempDir
    Path directory;

    @Test
    void givesBackTheBitsThatWereWritten() throws IOException {
        float[] odd = {Float.NaN, -0f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY, 1.5f, Float.intBitsToFloat(0x7fc12345)};
        Path path = directory.resolve("model.safetensors");
        SafetensorsWriter.write(path, List.of(
                TensorToWrite.of("b.weight", List.of(2, 3), odd),
                TensorToWrite.of("a.scalar", List.of(), new float[] {7}),
                TensorToWrite.of("empty", List.of(0, 4), new float[0])));
        try (var file = SafetensorsFile.open(path)) {
            assertEquals(List.of("b.weight", "a.scalar", "empty"), file.names());
            assertEquals(Map.of("format", "pt"), file.metadata());
            assertEquals(new TensorEntry("b.weight", StoredType.F32, List.of(2, 3)), file.entry("b.weight"));
            float[] read = new float[8];
            file.read("b.weight", read, 1);
            for (int i = 0; i < odd.length; i++) {
                assertEquals(Float.floatToRawIntBits(odd[i]), Float.floatToRawIntBits(read[i + 1]));
            }
            file.read("b.weight", 4, read, 0, 1);
            assertEquals(1.5f, read[0]);
            file.read("a.scalar", read, 0);
            assertEquals(7f, read[0]);
            assertEquals(Optional.of(new NonFiniteValue("b.weight", 0, Float.NaN)), file.firstNonFinite());
        }
    }

    @Test
    void writesTheSameBytesAgainWithValuesAtAMultipleOf64() throws IOException {
        Path first = directory.resolve("first.safetensors");
        Path second = directory.resolve("second.safetensors");
        float[] values = new float[300_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        SafetensorsWriter.write(first, List.of(
                TensorToWrite.of("x", List.of(values.length), values),
                TensorToWrite.of("y", List.of(1), new float[] {2})));
        try (var file = SafetensorsFile.open(first)) {
            SafetensorsWriter.write(second, List.of(TensorToWrite.copyOf(file, "x"), TensorToWrite.copyOf(file, "y")));
        }
        assertEquals(-1, Files.mismatch(first, second));
        byte[] bytes = Files.readAllBytes(first);
        long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        assertEquals(0, (8 + header) % 64);
        assertEquals(bytes.length, 8 + header + 4L * 300_002);
    }

    @Test
    void writesOverAFileAndLeavesNothingElseBehind() throws IOException {
        Path path = directory.resolve("model.safetensors");
        Files.writeString(path, "old");
        SafetensorsWriter.write(path, List.of(TensorToWrite.of("x", List.of(1), new float[] {1})));
        assertEquals(List.of(path), filesInDirectory());
        var tooFew = List.of(TensorToWrite.of("x", List.of(2), new float[] {1}));
        var failure = assertThrows(IllegalStateException.class, () -> SafetensorsWriter.write(path, tooFew));
        assertEquals("safetensors: 'x' [2] has 2 values: source sent 1", failure.getMessage());
        assertEquals(List.of(path), filesInDirectory());
        try (var file = SafetensorsFile.open(path)) {
            assertEquals(List.of("x"), file.names());
        }
    }

    @Test
    void refusesToWriteANameTwice() {
        var x = TensorToWrite.of("x", List.of(1), new float[1]);
        Path path = directory.resolve("m.safetensors");
        var failure = assertThrows(IllegalArgumentException.class, () -> SafetensorsWriter.write(path, List.of(x, x)));
        assertEquals("safetensors: 'x': name is taken", failure.getMessage());
    }

    @Test
    void readsHalfPrecisionAsFloat() throws IOException {
        byte[] data = {0x00, 0x3c, 0x00, (byte) 0xc0, (byte) 0x80, 0x3f, 0x20, (byte) 0xc1};
        Path path = store("""
                {"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},\
                "b":{"dtype":"BF16","shape":[2],"data_offsets":[4,8]}}""", data);
        try (var file = SafetensorsFile.open(path)) {
            float[] read = new float[2];
            file.read("h", read, 0);
            assertArrayEquals(new float[] {1, -2}, read);
            file.read("b", read, 0);
            assertArrayEquals(new float[] {1, -10}, read);
        }
    }

    @Test
    void listsIntegersButDoesNotReadThemAsFloat() throws IOException {
        Path path = store("{\"ids\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}", new byte[8]);
        try (var file = SafetensorsFile.open(path)) {
            assertEquals(StoredType.I64, file.entry("ids").type());
            assertEquals(
                    "m.safetensors: 'ids' is stored as I64: does not read as float",
                    assertThrows(CheckpointException.class, () -> file.read("ids", new float[1], 0)).getMessage());
            assertEquals(Optional.empty(), file.firstNonFinite());
        }
    }

    @Test
    void namesTheNearestTensorWhenOneIsMissing() throws IOException {
        Path path = directory.resolve("model.safetensors");
        SafetensorsWriter.write(path, List.of(
                TensorToWrite.of("bert.pooler.dense.weight", List.of(1), new float[1]),
                TensorToWrite.of("encoder.layer.0.output.dense.gamma", List.of(1), new float[1])));
        try (var file = SafetensorsFile.open(path)) {
            assertEquals(
                    "model.safetensors: no 'pooler.dense.weight'; nearest 'bert.pooler.dense.weight'",
                    missing(file, "pooler.dense.weight"));
            assertEquals(
                    "model.safetensors: no 'encoder.layer.0.output.dense.weight'; "
                            + "nearest 'encoder.layer.0.output.dense.gamma'",
                    missing(file, "encoder.layer.0.output.dense.weight"));
            assertEquals("model.safetensors: no 'zzz' among its 2 tensors", missing(file, "zzz"));
            assertEquals(
                    "model.safetensors: 'bert.pooler.dense.weight' is [1]: needs [2,3]",
                    assertThrows(
                                    CheckpointException.class,
                                    () -> file.entry("bert.pooler.dense.weight", List.of(2, 3)))
                            .getMessage());
        }
    }

    private static String missing(Checkpoint file, String name) {
        return assertThrows(CheckpointException.class, () -> file.read(name, new float[1], 0)).getMessage();
    }

    @Test
    void refusesRangesOutsideTheTensor() throws IOException {
        Path path = directory.resolve("m.safetensors");
        SafetensorsWriter.write(path, List.of(TensorToWrite.of("x", List.of(3), new float[3])));
        try (var file = SafetensorsFile.open(path)) {
            float[] room = new float[8];
            assertThrows(IndexOutOfBoundsException.class, () -> file.read("x", 2, room, 0, 2));
            assertThrows(IndexOutOfBoundsException.class, () -> file.read("x", -1, room, 0, 2));
            assertThrows(IndexOutOfBoundsException.class, () -> file.read("x", Long.MAX_VALUE, room, 0, 2));
            assertThrows(IndexOutOfBoundsException.class, () -> file.read("x", room, 6));
        }
    }

    @Test
    void readsFromManyThreadsAtOnce() throws IOException {
        Path path = directory.resolve("m.safetensors");
        float[] values = new float[100_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        SafetensorsWriter.write(path, List.of(TensorToWrite.of("x", List.of(values.length), values)));
        try (var file = SafetensorsFile.open(path)) {
            boolean same = IntStream.range(0, 64).parallel().allMatch(i -> {
                float[] part = new float[1_000];
                try {
                    file.read("x", i * 1_000L, part, 0, part.length);
                } catch (IOException failed) {
                    throw new AssertionError(failed);
                }
                return part[0] == i * 1_000 && part[999] == i * 1_000 + 999;
            });
            assertTrue(same);
        }
    }

    private List<Path> filesInDirectory() throws IOException {
        try (var files = Files.list(directory)) {
            return files.toList();
        }
    }

    private Path store(String header, byte[] data) throws IOException {
        return SafetensorsBytes.store(directory.resolve("m.safetensors"), header.getBytes(StandardCharsets.UTF_8), data);
    }
}
