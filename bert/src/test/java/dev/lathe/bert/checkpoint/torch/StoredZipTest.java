package dev.lathe.bert.checkpoint.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.bert.checkpoint.TinyTorch;
import dev.lathe.bert.checkpoint.file.BoundedFile;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
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

    @Test
    void refusesFilesThatAreNotWhatTheDirectorySummedUp() throws IOException {
        byte[] sound = TinyTorch.zip(Map.of("a/b", CONTENT));
        byte[] damaged = sound.clone();
        int place = 30 + "a/b".length();
        damaged[place + 6] ^= 1;
        try (var zip = open(damaged)) {
            String message = "x.zip/a/b: crc32 is 89c2003f: the archive's directory says fec530a9";
            for (int i = 0; i < 2; i++) {
                assertEquals(message, assertThrows(CheckpointException.class, () -> zip.bytes("a/b", 7)).getMessage());
            }
            // A format with checksums of its own gets what is there.
            assertEquals('t' ^ 1, zip.part("a/b").bytes(6, 1).get(0));
        }
        try (var zip = open(changed(sound, crc(sound), 0x12345678))) {
            assertEquals("x.zip/a/b: crc32 is fec530a9: the archive's directory says 12345678",
                    assertThrows(CheckpointException.class, () -> zip.bytes("a/b", 7)).getMessage());
        }
    }

    /// As PyTorch's do if it was told to save without.
    @Test
    void readsFilesWithoutChecksums() throws IOException {
        byte[] sound = TinyTorch.zip(Map.of("a/b", CONTENT));
        try (var zip = open(changed(sound, crc(sound), 0))) {
            assertArrayEquals(CONTENT, zip.bytes("a/b", 7));
        }
    }

    @Test
    void sumsFilesUpInWhateverOrderTheyAreRead() throws IOException {
        var content = new byte[1_000_000];
        new Random(42).nextBytes(content);
        byte[] sound = TinyTorch.zip(Map.of("a", content));
        byte[] damaged = sound.clone();
        damaged[31 + 500_000] ^= 1;
        int[][] orders = {{0, 1_000_000}, {0, 300_000, 300_000, 700_000}, {700_000, 300_000, 0, 700_000},
            {400_000, 200_000, 100_000, 400_000, 400_000, 600_000}, {0, 1, 999_999, 1}, {10, 10}};
        for (int[] order : orders) {
            try (var zip = open(sound)) {
                BoundedFile file = zip.checked("a");
                for (int i = 0; i < order.length; i += 2) {
                    byte[] expected = Arrays.copyOfRange(content, order[i], order[i] + order[i + 1]);
                    assertArrayEquals(expected, file.bytes(order[i], order[i + 1]).array());
                }
                file.requireRight();
            }
            try (var zip = open(damaged)) {
                BoundedFile file = zip.checked("a");
                String message = assertThrows(CheckpointException.class, () -> {
                    for (int i = 0; i < order.length; i += 2) {
                        file.bytes(order[i], order[i + 1]);
                    }
                    file.requireRight();
                }).getMessage();
                assertEquals("x.zip/a: crc32 is", message.substring(0, 17));
                // What was read without complaint is not good now.
                assertEquals(message, assertThrows(CheckpointException.class, () -> file.bytes(0, 1)).getMessage());
            }
        }
    }

    /// Where the directory of an archive with one file has its checksum.
    private static int crc(byte[] archive) {
        return ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN).getInt(archive.length - 22 + 16) + 16;
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
