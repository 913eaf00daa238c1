package dev.lathe.bert.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredZipTest {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    @Test
    void readsFilesInPlace() throws IOException {
        try (var zip = open(TinyTorch.zip(Map.of("a/b", CONTENT)))) {
            assertEquals("x.zip", zip.file());
            assertEquals(List.of("a/b"), zip.names());
            assertArrayEquals(CONTENT, zip.bytes("a/b", 7));
            assertEquals("x.zip/a/b: 7 bytes: at most 6 are read",
                    assertThrows(CheckpointException.class, () -> zip.bytes("a/b", 6)).getMessage());
            BoundedFile part = zip.part("a/b");
            assertEquals("x.zip/a/b: cut short: ends at byte 7, needed 1 more",
                    assertThrows(CheckpointException.class, () -> part.bytes(5, 3)).getMessage());
        }
    }

    /// Archives above 4 GiB say everything with 64 bits, and small ones may.
    @Test
    void readsSizesAndPlacesOf64Bits() throws IOException {
        try (var zip = open(wide(CONTENT.length, 0, 1))) {
            assertArrayEquals(CONTENT, zip.bytes("w", 7));
        }
        refuses("'w' of 4611686018427387904 bytes at byte 0: runs into what follows at 38", wide(1L << 62, 0, 1));
        refuses("'w': 7 bytes stored for 7 at byte -5", wide(7, -5, 1));
        refuses("a directory of 4611686018427387904 files in 75 bytes: at most 100000 files in 33554432 bytes are read",
                wide(7, 0, 1L << 62));
        refuses("its directory breaks off after 1 of 2 files", wide(7, 0, 2));
    }

    @Test
    void refusesDamagedArchives() throws IOException {
        byte[] sound = TinyTorch.zip(Map.of("a/b", CONTENT));
        int end = sound.length - 22;
        refuses("not a zip archive, or cut short: its directory is missing", Arrays.copyOf(sound, sound.length - 1));
        refuses("a directory of 49 bytes at byte 100000: does not fit before byte " + end, changed(sound, end + 16, 100_000));
        refuses("its directory breaks off after 0 of 1 files", changed(sound, end + 16, 0));
        refuses("the 64-bit end of its directory is missing", changed(sound, end + 16, -1));
        refuses("'a/b': no stored file begins where the directory says", changed(sound, 0, 0));
    }

    private static byte[] changed(byte[] sound, int at, int value) {
        byte[] bytes = sound.clone();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return bytes;
    }

    /// One file `w`, whose size and place, like those of the directory, stand in 64-bit fields.
    private static byte[] wide(long size, long header, long count) {
        var zip = ByteBuffer.allocate(1_000).order(ByteOrder.LITTLE_ENDIAN);
        zip.putInt(0, 0x04034b50).putShort(26, (short) 1).put(30, (byte) 'w').position(31);
        int start = zip.put(CONTENT).position();
        zip.putInt(start, 0x02014b50).putInt(start + 20, -1).putInt(start + 24, -1);
        zip.putShort(start + 28, (short) 1).putShort(start + 30, (short) 28).putInt(start + 42, -1);
        zip.put(start + 46, (byte) 'w').position(start + 47);
        zip.putShort((short) 1).putShort((short) 24).putLong(size).putLong(size).putLong(header);
        int end64 = zip.position();
        zip.putInt(end64, 0x06064b50).putLong(end64 + 32, count).putLong(end64 + 40, end64 - start)
                .putLong(end64 + 48, start).position(end64 + 56);
        int locator = zip.position();
        zip.putInt(locator, 0x07064b50).putLong(locator + 8, end64).position(locator + 20);
        int end = zip.position();
        zip.putInt(end, 0x06054b50).putShort(end + 10, (short) -1).putInt(end + 12, -1).putInt(end + 16, -1);
        return Arrays.copyOf(zip.array(), end + 22);
    }

    private void refuses(String message, byte[] bytes) {
        var refused = assertThrows(CheckpointException.class, () -> {
            try (var zip = open(bytes)) {
                zip.part(zip.names().getFirst());
            }
        });
        assertEquals("x.zip: " + message, refused.getMessage());
    }

    private StoredZip open(byte[] bytes) throws IOException {
        return StoredZip.open(Files.write(directory.resolve("x.zip"), bytes));
    }
}
