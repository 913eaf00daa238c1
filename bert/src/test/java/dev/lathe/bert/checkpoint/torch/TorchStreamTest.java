package dev.lathe.bert.checkpoint.torch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.bert.checkpoint.PickleBytes;
import dev.lathe.bert.checkpoint.TensorEntry;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.StoredType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files of the format from before PyTorch 1.6.
class TorchStreamTest {
    @TempDir
    Path directory;

    @Test
    void readsWhatPyTorchWrites() throws IOException {
        try (var file = TorchFile.open(store(saved()))) {
            assertEquals(List.of("rows", "columns", "tied", "part", "half", "brain", "double", "ids", "parameter", "none", "one"),
                    file.names());
            assertEquals(new TensorEntry("columns", StoredType.F32, List.of(3, 2)), file.entry("columns"));
            requireValues(file, "rows", 0, 1, 2, 3, 4, 5);
            requireValues(file, "columns", 0, 3, 1, 4, 2, 5);
            requireValues(file, "tied", 0, 1, 2, 3, 4, 5);
            requireValues(file, "part", 4, 5, 6);
            requireValues(file, "half", 0.5f, -2);
            requireValues(file, "brain", 1.5f, 3);
            requireValues(file, "double", 0.25f);
            requireValues(file, "parameter", 7);
            requireValues(file, "none");
            requireValues(file, "one", 9);
            assertEquals(StoredType.I64, file.entry("ids").type());
        }
    }

    @Test
    void refusesEveryPrefix() throws IOException {
        byte[] whole = saved();
        for (int length = 0; length < whole.length; length++) {
            Path path = store(Arrays.copyOf(whole, length));
            assertThrows(CheckpointException.class, () -> TorchFile.open(path).close());
        }
    }

    @Test
    void refusesSizesThatAreNotTrue() throws IOException {
        byte[] whole = saved();
        refuses("1 bytes behind its last storage", Arrays.copyOf(whole, whole.length + 1));
        int lastStorage = whole.length - Long.BYTES - 10 * Float.BYTES;
        for (int at = lastStorage; at < whole.length; at++) {
            byte[] cut = Arrays.copyOf(whole, at);
            var refused = assertThrows(CheckpointException.class, () -> TorchFile.open(store(cut)).close());
            String where = " at byte " + lastStorage;
            assertEquals(true, refused.getMessage().matches(
                    "pytorch_model.bin: cut short: storage '\\d+'" + where + (at < lastStorage + Long.BYTES
                            ? " of " + at
                            : " has 10 values of 4 bytes: the file ends at " + at)), refused.getMessage());
        }
        byte[] lying = whole.clone();
        lying[lastStorage + 3] = 1;
        var refused = assertThrows(CheckpointException.class, () -> TorchFile.open(store(lying)).close());
        assertEquals(true, refused.getMessage().endsWith(
                " at byte " + lastStorage + " has 16777226 values: its pickle says 10"), refused.getMessage());
    }

    @Test
    void refusesWhatIsNoSuchFile() throws IOException {
        refuses("not a checkpoint of PyTorch: neither a zip archive nor a file of versions before 1.6",
                PickleBytes.protocol2().whole(5).code('.').toBytes());
        String text = new String(saved(), ISO_8859_1);
        refuses("not the version of PyTorch's old format that is known, 1001",
                text.replaceFirst("M\u00e9\u0003", "M\u00e8\u0003").getBytes(ISO_8859_1));
        refuses("not written by a little-endian machine: only such files are read",
                text.replaceFirst("little_endian", "middle_endian").getBytes(ISO_8859_1));
    }

    private static byte[] saved() throws IOException {
        try (InputStream in = TorchStreamTest.class.getResourceAsStream("before-1.6.bin")) {
            return in.readAllBytes();
        }
    }

    private static void requireValues(TorchFile file, String name, float... expected) throws IOException {
        float[] values = new float[(int) file.entry(name).elements()];
        file.read(name, values, 0);
        assertArrayEquals(expected, values, name);
    }

    private void refuses(String problem, byte[] bytes) throws IOException {
        Path path = store(bytes);
        var refused = assertThrows(CheckpointException.class, () -> TorchFile.open(path).close());
        assertEquals("pytorch_model.bin: " + problem, refused.getMessage());
    }

    private Path store(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("pytorch_model.bin"), bytes);
    }
}
