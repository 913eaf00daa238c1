package dev.lathe.bert.checkpoint.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.OnnxBytes;
import dev.lathe.bert.checkpoint.PickleBytes;
import dev.lathe.bert.checkpoint.TensorEntry;
import dev.lathe.bert.checkpoint.TinyTorch;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.StoredType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchFileTest {
    @TempDir
    Path directory;

    @Test
    void readsTensorsAndParametersOfAStateDictionary() throws IOException {
        byte[] file = new TinyTorch()
                .tensor("x.weight", new float[] {1, 2, 3, 4, 5, 6}, 2, 3)
                .parameter("x.bias", new float[] {7, 8}, 2)
                .tensor("scalar", new float[] {9})
                .toBytes();
        try (var torch = open(file)) {
            assertEquals("pytorch_model.bin", torch.file());
            assertEquals(List.of("x.weight", "x.bias", "scalar"), torch.names());
            assertEquals(new TensorEntry("x.weight", StoredType.F32, List.of(2, 3)), torch.entry("x.weight"));
            assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, values(torch, "x.weight"));
            assertArrayEquals(new float[] {7, 8}, values(torch, "x.bias"));
            assertEquals(List.of(), torch.entry("scalar").shape());
            assertArrayEquals(new float[] {9}, values(torch, "scalar"));
            float[] middle = new float[4];
            torch.read("x.weight", 2, middle, 1, 3);
            assertArrayEquals(new float[] {0, 3, 4, 5}, middle);
            assertEquals("pytorch_model.bin: no 'y' among its 3 tensors",
                    assertThrows(CheckpointException.class, () -> torch.read("y", middle, 0)).getMessage());
        }
    }

    @Test
    void readsViewsOfASharedStorage() throws IOException {
        byte[] file = new TinyTorch()
                .storage("0", OnnxBytes.floats(0, 1, 2, 3, 4, 5, 6, 7))
                .view("all", "FloatStorage", "0", 8, 0, new long[] {8}, new long[] {1})
                .view("tied", "FloatStorage", "0", 8, 0, new long[] {8}, new long[] {1})
                .view("rows", "FloatStorage", "0", 8, 2, new long[] {2, 3}, new long[] {3, 1})
                .view("transposed", "FloatStorage", "0", 8, 2, new long[] {3, 2}, new long[] {1, 3})
                .view("row", "FloatStorage", "0", 8, 1, new long[] {1, 4}, new long[] {999, 1})
                .view("none", "FloatStorage", "0", 8, 8, new long[] {0, 4}, new long[] {4, 1})
                .toBytes();
        try (var torch = open(file)) {
            assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, values(torch, "tied"));
            assertArrayEquals(new float[] {2, 3, 4, 5, 6, 7}, values(torch, "rows"));
            assertArrayEquals(new float[] {2, 5, 3, 6, 4, 7}, values(torch, "transposed"));
            assertArrayEquals(new float[] {1, 2, 3, 4}, values(torch, "row"));
            assertArrayEquals(new float[0], values(torch, "none"));
        }
    }

    @Test
    void readsEveryTypeOfFloatAndNamesTheOthers() throws IOException {
        var doubles = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putDouble(0.1).putDouble(-2).array();
        byte[] file = new TinyTorch()
                .storage("0", new byte[] {0, 0x3c, 0, (byte) 0xc0})
                .view("half", "HalfStorage", "0", 2, 0, new long[] {2}, new long[] {1})
                .storage("1", new byte[] {(byte) 0x80, 0x3f, 0, (byte) 0xc0})
                .view("brain", "BFloat16Storage", "1", 2, 0, new long[] {2}, new long[] {1})
                .storage("2", doubles)
                .view("double", "DoubleStorage", "2", 2, 0, new long[] {2}, new long[] {1})
                .storage("3", OnnxBytes.longs(0, 1))
                .view("ids", "LongStorage", "3", 2, 0, new long[] {1, 2}, new long[] {2, 1})
                .toBytes();
        try (var torch = open(file)) {
            assertArrayEquals(new float[] {1, -2}, values(torch, "half"));
            assertArrayEquals(new float[] {1, -2}, values(torch, "brain"));
            assertArrayEquals(new float[] {0.1f, -2}, values(torch, "double"));
            assertEquals("pytorch_model.bin: 'ids' is stored as I64: does not read as float",
                    assertThrows(CheckpointException.class, () -> values(torch, "ids")).getMessage());
        }
    }

    @Test
    void readsPicklesOfLaterProtocols() throws IOException {
        var pickle = new PickleBytes().code(0x80, 4, 0x95).code(new int[8]).code('}', 0x94, '(')
                .code(0x8c, 1, 'x')
                .code(0x8c, 12).ascii("torch._utils").code(0x8c, 18).ascii("_rebuild_tensor_v2").code(0x93, 0x94, '(', '(')
                .code(0x8c, 7).ascii("storage").global("torch", "FloatStorage").code(0x8c, 1, '0').code(0x8c, 3).ascii("cpu")
                .whole(1).code('t', 'Q', 'K', 0).code('K', 1, 0x85).code('K', 1, 0x85).code(0x89)
                .global("collections", "OrderedDict").code(')', 'R', 't', 'R', 'u', '.');
        byte[] file = TinyTorch.zip(new TreeMap<>(
                Map.of("m/data.pkl", pickle.toBytes(), "m/data/0", OnnxBytes.floats(5))));
        try (var torch = open(file)) {
            assertArrayEquals(new float[] {5}, values(torch, "x"));
        }
    }

    @Test
    void leavesValuesThatAreNoTensorsAside() throws IOException {
        byte[] file = new TinyTorch()
                .value("epoch", new PickleBytes().whole(3))
                .value("losses", new PickleBytes().code(']', '(').code('G', 0x3f, 0xf0, 0, 0, 0, 0, 0, 0).code('e'))
                .value("nothing", new PickleBytes().code('N'))
                .value("seed", new PickleBytes().whole(-5_000_000_000L))
                .tensor("x", new float[] {1}, 1)
                .toBytes();
        try (var torch = open(file)) {
            assertEquals(List.of("x"), torch.names());
        }
    }

    @Test
    void refusesTensorsThatDoNotFitTheirStorage() throws IOException {
        refuses("'x' [3] with strides [1] from value 6 on leaves its storage of 8", 6, new long[] {3}, new long[] {1});
        refuses("'x' [3] with strides [1] from value -1 on leaves its storage of 8", -1, new long[] {3}, new long[] {1});
        refuses("'x' [3,3] with strides [3,1] from value 0 on leaves its storage of 8", 0, new long[] {3, 3}, new long[] {3, 1});
        refuses("'x' [-1] with strides [1]: out of range", 0, new long[] {-1}, new long[] {1});
        refuses("'x' [4294967296] with strides [1]: out of range", 0, new long[] {1L << 32}, new long[] {1});
        refuses("'x' [1000000000,1000000000] with strides [0,0] from value 0 on leaves its storage of 8",
                0, new long[] {1_000_000_000, 1_000_000_000}, new long[] {0, 0});
        refuses("'x' [2,2] with strides [1]: needs a stride for each axis", 0, new long[] {2, 2}, new long[] {1});
        refuses("'x' [3] with strides [4] from value 0 on leaves its storage of 8", 0, new long[] {3}, new long[] {4});
        refuses("'x' [2,2] with strides [4611686018427387904,4611686018427387904] from value 0 on leaves its storage of 8",
                0, new long[] {2, 2}, new long[] {1L << 62, 1L << 62});
        refuses("'x' [9] with strides [0] from value 0 on leaves its storage of 8", 0, new long[] {9}, new long[] {0});
        refuses("'x' [2] with strides [-1]: out of range", 1, new long[] {2}, new long[] {-1});
    }

    /// Slices and exchanged axes, as `torch.save` keeps them. Each range of the values is that of the whole.
    @Test
    void readsViewsWithOtherStrides() throws IOException {
        byte[] file = new TinyTorch()
                .storage("0", OnnxBytes.floats(0, 1, 2, 3, 4, 5, 6, 7))
                .view("everySecond", "FloatStorage", "0", 8, 1, new long[] {4}, new long[] {2})
                .view("expanded", "FloatStorage", "0", 8, 3, new long[] {2, 2}, new long[] {0, 1})
                .view("columns", "FloatStorage", "0", 8, 1, new long[] {2, 2}, new long[] {4, 1})
                .view("transposedPart", "FloatStorage", "0", 8, 1, new long[] {2, 2}, new long[] {1, 4})
                .view("exchanged", "FloatStorage", "0", 8, 0, new long[] {2, 2, 2}, new long[] {1, 4, 2})
                .toBytes();
        try (var torch = open(file)) {
            Map<String, float[]> expected = Map.of("everySecond", new float[] {1, 3, 5, 7}, "expanded", new float[] {3, 4, 3, 4},
                    "columns", new float[] {1, 2, 5, 6}, "transposedPart", new float[] {1, 5, 2, 6},
                    "exchanged", new float[] {0, 2, 4, 6, 1, 3, 5, 7});
            for (String name : torch.names()) {
                float[] whole = expected.get(name);
                assertArrayEquals(whole, values(torch, name), name);
                for (int first = 0; first < whole.length; first++) {
                    for (int count = 0; first + count <= whole.length; count++) {
                        float[] part = new float[count];
                        torch.read(name, first, part, 0, count);
                        assertArrayEquals(Arrays.copyOfRange(whole, first, first + count), part, name);
                    }
                }
            }
        }
    }

    /// Files of PyTorch, new and of before 1.6, of views of the matrix that counts from 0 to 11.
    @Test
    void readsTheViewsThatPyTorchWrites() throws IOException {
        for (String file : List.of("strided.bin", "strided-before-1.6.bin")) {
            try (InputStream in = TinyTorch.class.getResourceAsStream("torch/" + file); var torch = open(in.readAllBytes())) {
                assertArrayEquals(new float[] {1, 2, 5, 6, 9, 10}, values(torch, "slice"), file);
                assertArrayEquals(new float[] {0, 2, 4, 6, 8, 10}, values(torch, "everySecond"), file);
                assertArrayEquals(new float[] {1, 5, 9, 2, 6, 10}, values(torch, "transposedSlice"), file);
                assertArrayEquals(new float[] {0, 2, 4, 6, 1, 3, 5, 7}, values(torch, "exchanged"), file);
                assertArrayEquals(new float[] {0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3}, values(torch, "expanded"), file);
                assertArrayEquals(new float[] {0, 5, 10}, values(torch, "diagonal"), file);
                assertEquals(List.of(3, 4), torch.entry("expanded").shape());
            }
        }
    }

    private void refuses(String message, long offset, long[] size, long[] stride) throws IOException {
        refuses("pytorch_model.bin: " + message, new TinyTorch().storage("0", new byte[32])
                .view("x", "FloatStorage", "0", 8, offset, size, stride).toBytes());
    }

    @Test
    void refusesStoragesThatAreNotWhatThePickleSays() throws IOException {
        refuses("pytorch_model.bin/model/data/0: 31 bytes: 'x' needs 8 values of 4",
                new TinyTorch().storage("0", new byte[31])
                        .view("x", "FloatStorage", "0", 8, 0, new long[] {8}, new long[] {1}).toBytes());
        refuses("pytorch_model.bin: no 'model/data/7' in the archive",
                new TinyTorch().view("x", "FloatStorage", "7", 8, 0, new long[] {8}, new long[] {1}).toBytes());
        refuses("pytorch_model.bin: its pickle has a persistent id that describes no storage",
                new TinyTorch().view("x", "FloatStorage", "../../etc/passwd", 8, 0, new long[] {8}, new long[] {1}).toBytes());
        refuses("pytorch_model.bin: byte order 'big': only little is read",
                new TinyTorch().byteOrder("big").tensor("x", new float[1], 1).toBytes());
        refuses("pytorch_model.bin: 'x' is there twice",
                new TinyTorch().tensor("x", new float[1], 1).tensor("x", new float[1], 1).toBytes());
        refuses("pytorch_model.bin: no tensor among its 0 values", new TinyTorch().toBytes());
    }

    @Test
    void refusesFilesThatAreNoArchives() throws IOException {
        refuses("pytorch_model.bin: not a zip archive, or cut short: its directory is missing", new byte[0]);
        refuses("pytorch_model.bin: not a zip archive, or cut short: its directory is missing", new byte[1_000]);
        byte[] whole = new TinyTorch().tensor("x", new float[100], 100).toBytes();
        refuses("pytorch_model.bin: not a zip archive, or cut short: its directory is missing",
                Arrays.copyOf(whole, whole.length - 1));
        refuses("pytorch_model.bin: not a checkpoint of PyTorch: 0 files called data.pkl",
                TinyTorch.zip(Map.of("readme", new byte[1])));
    }

    @Test
    void refusesValuesThatAreNotWhatWasSaved() throws IOException {
        byte[] whole = new TinyTorch()
                .tensor("bert.sound", new float[] {1, 2}, 2)
                .tensor("bert.damaged", new float[] {3, 4, 5, 6}, 2, 2)
                .toBytes();
        byte[] damaged = whole.clone();
        damaged[indexOf(damaged, OnnxBytes.floats(3, 4, 5, 6)) + 5] ^= 8;
        try (var torch = open(damaged)) {
            assertArrayEquals(new float[] {1, 2}, values(torch, "bert.sound"));
            // Finite and of the right size: nothing but the checksum tells.
            torch.read("bert.damaged", 0, new float[2], 0, 2);
            assertEquals("pytorch_model.bin/model/data/1: crc32 is 6e121935: the archive's directory says d4d1f870",
                    assertThrows(CheckpointException.class, () -> values(torch, "bert.damaged")).getMessage());
        }
        byte[] pickle = whole.clone();
        pickle[indexOf(pickle, "bert.sound".getBytes(StandardCharsets.US_ASCII))] = 'p';
        assertEquals("pytorch_model.bin/model/data.pkl: crc32 is",
                assertThrows(CheckpointException.class, () -> open(pickle)).getMessage().substring(0, 42));
    }

    /// A view's reader never asks for the values beside it; they are compared when its last one is read.
    @Test
    void comparesTheWholeStorageOfAView() throws IOException {
        byte[] file = new TinyTorch()
                .storage("0", OnnxBytes.floats(0, 1, 2, 3, 4, 5, 6, 7))
                .view("rows", "FloatStorage", "0", 8, 2, new long[] {2, 2}, new long[] {2, 1})
                .view("transposed", "FloatStorage", "0", 8, 2, new long[] {2, 2}, new long[] {1, 2})
                .view("everySecond", "FloatStorage", "0", 8, 1, new long[] {3}, new long[] {2})
                .toBytes();
        for (int value : new int[] {0, 4, 7}) {
            for (String name : List.of("rows", "transposed", "everySecond")) {
                byte[] damaged = file.clone();
                damaged[indexOf(damaged, OnnxBytes.floats(0, 1, 2, 3, 4, 5, 6, 7)) + 4 * value] ^= 1;
                try (var torch = open(damaged)) {
                    assertEquals("pytorch_model.bin/model/data/0: crc32 is",
                            assertThrows(CheckpointException.class, () -> values(torch, name)).getMessage().substring(0, 40));
                }
            }
        }
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int at = 0; at <= all.length - part.length; at++) {
            if (Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        throw new AssertionError("not there");
    }

    @Test
    void refusesCompressedFilesSoThatNothingCanGrow() throws IOException {
        var bomb = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bomb)) {
            zip.putNextEntry(new ZipEntry("model/data.pkl"));
            zip.write(new byte[10_000_000]);
        }
        refuses("pytorch_model.bin: 'model/data.pkl' is compressed: only stored files are read", bomb.toByteArray());
    }

    @Test
    void refusesFilesThatOverlapInTheArchive() throws IOException {
        byte[] whole = new TinyTorch().tensor("x", new float[100], 100).toBytes();
        var directory = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
        int storage = entry(directory, "model/data/0");
        directory.putInt(storage + 20, 4_000).putInt(storage + 24, 4_000);
        String message = assertThrows(CheckpointException.class, () -> open(whole)).getMessage();
        assertEquals("pytorch_model.bin: 'model/data/0' of 4000 bytes at byte # runs into what follows at #",
                message.replaceAll("\\d+:", "#").replaceAll("at \\d+$", "at #"));
        directory.putInt(storage + 20, 400).putInt(storage + 24, 400);
        directory.putInt(entry(directory, "model/version") + 42, directory.getInt(storage + 42));
        assertEquals("pytorch_model.bin: 'model/data/0' begins at byte #: what follows it at #",
                assertThrows(CheckpointException.class, () -> open(whole)).getMessage()
                        .replaceAll("\\d+:", "#:").replaceAll("at \\d+$", "at #"));
    }

    /// Where the archive's directory describes a file.
    private static int entry(ByteBuffer archive, String name) {
        for (int at = 0; at < archive.limit() - 46; at++) {
            if (archive.getInt(at) == 0x02014b50) {
                byte[] found = new byte[archive.getShort(at + 28)];
                archive.get(at + 46, found);
                if (name.equals(new String(found, StandardCharsets.US_ASCII))) {
                    return at;
                }
            }
        }
        throw new AssertionError(name);
    }

    private void refuses(String message, byte[] file) {
        assertEquals(message, assertThrows(CheckpointException.class, () -> open(file).close()).getMessage());
    }

    private TorchFile open(byte[] file) throws IOException {
        return TorchFile.open(Files.write(directory.resolve("pytorch_model.bin"), file));
    }

    private static float[] values(Checkpoint torch, String name) throws IOException {
        float[] values = new float[(int) torch.entry(name).elements()];
        torch.read(name, values, 0);
        return values;
    }
}
