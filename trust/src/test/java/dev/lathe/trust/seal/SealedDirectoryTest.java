package dev.lathe.trust.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedDirectoryTest {
    private static final int FRAME = 65_536;
    private static final int HEAD = 40;

    @TempDir
    private Path folder;
    private Path plain;
    private Path sealed;
    private Path weights;
    private SealKey key;

    @BeforeEach
    void encrypt() throws IOException {
        plain = Files.createDirectories(folder.resolve("plain/1_Pooling")).getParent();
        var random = new SplittableRandom(7);
        var bytes = new byte[3 * FRAME];
        random.nextBytes(bytes);
        Files.write(plain.resolve("model.safetensors"), bytes);
        Files.writeString(plain.resolve("vocab.txt"), "a secret word\n");
        Files.writeString(plain.resolve("1_Pooling/empty"), "");
        key = SealKey.of("0f".repeat(32), "test");
        sealed = folder.resolve("sealed");
        weights = sealed.resolve("model.safetensors.sealed");
        assertEquals(3, SealedDirectory.encrypt(plain, key, sealed));
    }

    private String refusal() throws IOException {
        String message = assertThrows(SealException.class, () -> SealedDirectory.decrypt(sealed, key, folder.resolve("out"))).getMessage();
        try (Stream<Path> left = Files.list(folder)) {
            assertTrue(left.noneMatch(path -> path.getFileName().toString().contains("out")), "nothing is left half written");
        }
        return message.replace(sealed + "/", "");
    }

    private static String frame(String file, int number) {
        return "%s: frame %d: changed, moved or cut short, or encrypted with another key".formatted(file, number);
    }

    @Test
    void whatWasEncryptedComesBack() throws IOException {
        assertEquals(3, SealedDirectory.decrypt(sealed, key, folder.resolve("out")));
        for (String name : List.of("model.safetensors", "vocab.txt", "1_Pooling/empty")) {
            assertArrayEquals(Files.readAllBytes(plain.resolve(name)), Files.readAllBytes(folder.resolve("out").resolve(name)), name);
        }
        assertFalse(new String(Files.readAllBytes(sealed.resolve("vocab.txt.sealed")), StandardCharsets.ISO_8859_1).contains("secret"));
        SealedDirectory.encrypt(plain, key, folder.resolve("again"));
        assertNotEquals(-1, Files.mismatch(weights, folder.resolve("again/model.safetensors.sealed")), "never the same bytes twice");
        assertEquals(3L * (FRAME + 16) + HEAD, Files.size(weights));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME})
    void everyLengthComesBack(int length) throws IOException {
        var bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        var sealedBytes = new ByteArrayOutputStream();
        Frames.seal(new ByteArrayInputStream(bytes), sealedBytes, key, new byte[32], "x");
        var opened = new ByteArrayOutputStream();
        Frames.open(new ByteArrayInputStream(sealedBytes.toByteArray()), opened, key, new byte[0], "x", "x");
        assertArrayEquals(bytes, opened.toByteArray());
    }

    @Test
    void aChangedByteIsFoundInItsFrame() throws IOException {
        byte[] whole = Files.readAllBytes(weights);
        for (int at : new int[] {HEAD, HEAD + FRAME + 15, HEAD + FRAME + 16, HEAD + 2 * (FRAME + 16) + 9, whole.length - 1}) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            Files.write(weights, changed);
            assertEquals(frame("model.safetensors.sealed", 1 + (at - HEAD) / (FRAME + 16)), refusal(), "byte " + at);
        }
        for (int at = 0; at < HEAD; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            Files.write(weights, changed);
            assertEquals("model.safetensors.sealed: " + (at < 8 ? "not an encrypted file" : "another file than the one that was encrypted with the rest"),
                    refusal());
        }
        Path small = sealed.resolve("vocab.txt.sealed");
        Files.write(weights, whole);
        byte[] text = Files.readAllBytes(small);
        for (int at = HEAD; at < text.length; at++) {
            byte[] changed = text.clone();
            changed[at] ^= (byte) 0x80;
            Files.write(small, changed);
            assertEquals(frame("vocab.txt.sealed", 1), refusal(), "byte " + at);
        }
    }

    @Test
    void whatIsCutShortIsRefusedAtEveryFrame() throws IOException {
        byte[] whole = Files.readAllBytes(weights);
        for (int frames = 1; frames < 3; frames++) {
            Files.write(weights, Arrays.copyOf(whole, HEAD + frames * (FRAME + 16)));
            assertEquals(frame("model.safetensors.sealed", frames), refusal());
        }
        Files.write(weights, Arrays.copyOf(whole, HEAD));
        assertEquals(frame("model.safetensors.sealed", 1), refusal());
        Files.write(weights, Arrays.copyOf(whole, whole.length - 1));
        assertEquals(frame("model.safetensors.sealed", 3), refusal());
        Files.write(weights, Arrays.copyOf(whole, whole.length + 1));
        assertEquals(frame("model.safetensors.sealed", 3), refusal(), "nor is more behind it");
        Files.write(weights, new byte[0]);
        assertEquals("model.safetensors.sealed: not an encrypted file", refusal());
    }

    @Test
    void framesKeepTheirPlaces() throws IOException {
        byte[] whole = Files.readAllBytes(weights);
        byte[] swapped = whole.clone();
        int second = HEAD + FRAME + 16;
        System.arraycopy(whole, HEAD, swapped, second, FRAME + 16);
        System.arraycopy(whole, second, swapped, HEAD, FRAME + 16);
        Files.write(weights, swapped);
        assertEquals(frame("model.safetensors.sealed", 1), refusal());
    }

    @Test
    void filesKeepTheirNamesAndStayTogether() throws IOException {
        byte[] vocabulary = Files.readAllBytes(sealed.resolve("vocab.txt.sealed"));
        Files.write(weights, vocabulary);
        assertEquals("model.safetensors.sealed: another file than the one that was encrypted with the rest", refusal());
        var opened = new ByteArrayOutputStream();
        assertThrows(SealException.class, () -> Frames.open(new ByteArrayInputStream(vocabulary), opened, key, new byte[0], "model.safetensors", "x"),
                "the name counts, also without a list");
        Path other = folder.resolve("other");
        SealedDirectory.encrypt(plain, key, other);
        Files.write(weights, Files.readAllBytes(other.resolve("model.safetensors.sealed")));
        assertEquals("model.safetensors.sealed: another file than the one that was encrypted with the rest", refusal(), "same key, same name, another day");
        Files.delete(weights);
        assertEquals("model.safetensors.sealed: missing", refusal());
        Files.write(weights, Files.readAllBytes(other.resolve("model.safetensors.sealed")));
        Files.write(sealed.resolve("SEALED"), Files.readAllBytes(other.resolve("SEALED")));
        assertEquals("1_Pooling/empty.sealed: another file than the one that was encrypted with the rest", refusal());
    }

    @Test
    void whatWasAddedIsRefused() throws IOException {
        Files.writeString(sealed.resolve("more"), "");
        assertEquals("more: was not encrypted with the rest", refusal());
    }

    @Test
    void theListIsGuardedAsWell() throws IOException {
        Path list = sealed.resolve("SEALED");
        byte[] whole = Files.readAllBytes(list);
        whole[whole.length - 20] ^= 1;
        Files.write(list, whole);
        assertEquals(frame("SEALED", 1), refusal());
        Files.delete(list);
        assertEquals(sealed + ": not encrypted: no SEALED", refusal());
    }

    @Test
    void anotherKeyOpensNothing() throws IOException {
        key = SealKey.of("1f".repeat(32), "test");
        assertEquals(frame("SEALED", 1), refusal());
    }

    @Test
    void keysHaveALengthAndPlacesAreFree() throws IOException {
        assertEquals("k: a key of 32 hexadecimal digits: needs 64; 'openssl rand -hex 32' makes one",
                assertThrows(SealException.class, () -> SealKey.of("0f".repeat(16), "k")).getMessage());
        assertEquals("k: not hexadecimal digits; 'openssl rand -hex 32' makes a key",
                assertThrows(SealException.class, () -> SealKey.of("g".repeat(64), "k")).getMessage());
        assertEquals(sealed + ": is there already", assertThrows(SealException.class, () -> SealedDirectory.encrypt(plain, key, sealed)).getMessage());
        assertEquals(sealed + ": encrypted already",
                assertThrows(SealException.class, () -> SealedDirectory.encrypt(sealed, key, folder.resolve("x"))).getMessage());
        assertEquals("%s: inside of %s".formatted(plain.resolve("x"), plain),
                assertThrows(SealException.class, () -> SealedDirectory.encrypt(plain, key, plain.resolve("x"))).getMessage());
        assertThrows(SealException.class, () -> Index.of(HexFormat.of().formatHex(new byte[32]) + "  ../x\n", "list"), "no name leads out");
    }

    @Test
    void whatIsOpenedIsInMemoryUnderTheSamePath() throws IOException {
        Path opened = SealedDirectory.open(sealed, key);
        assertEquals(sealed.toString(), opened.toString());
        assertNotEquals(sealed.getFileSystem(), opened.getFileSystem());
        for (String name : List.of("model.safetensors", "vocab.txt", "1_Pooling/empty")) {
            assertArrayEquals(Files.readAllBytes(plain.resolve(name)), Files.readAllBytes(opened.resolve(name)), name);
        }
        try (Stream<Path> files = Files.walk(opened)) {
            assertEquals(3, files.filter(Files::isRegularFile).count());
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(plain, sealed), left.sorted().toList(), "nothing is written beside it");
        }
        assertTrue(SealedDirectory.isOne(sealed) && !SealedDirectory.isOne(plain) && !SealedDirectory.isOne(opened));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "../a", "a/../b/c"})
    void aRelativePathStaysOne(String path) throws IOException {
        Path memory = Files.createDirectories(MemoryDirectory.at(Path.of(path)));
        assertEquals(Path.of(path).toString(), memory.toString());
        assertEquals(Path.of(path).toAbsolutePath().normalize().toString(), memory.toAbsolutePath().normalize().toString());
        Files.writeString(memory.resolve("file"), "text");
        assertEquals("text", Files.readString(memory.resolve("file")));
        assertFalse(Files.exists(Path.of(path).resolve("file")));
    }

    @Test
    void whatWasChangedIsNotOpened() throws IOException {
        byte[] bytes = Files.readAllBytes(weights);
        bytes[HEAD + FRAME + 20] ^= 1;
        Files.write(weights, bytes);
        assertEquals(sealed + "/" + frame("model.safetensors.sealed", 2),
                assertThrows(SealException.class, () -> SealedDirectory.open(sealed, key)).getMessage());
        assertEquals(sealed + "/" + frame("SEALED", 1),
                assertThrows(SealException.class, () -> SealedDirectory.open(sealed, SealKey.of("1f".repeat(32), "test"))).getMessage());
        Files.delete(weights);
        assertEquals(weights + ": missing", assertThrows(SealException.class, () -> SealedDirectory.open(sealed, key)).getMessage());
        assertEquals(plain + ": not encrypted: no SEALED", assertThrows(SealException.class, () -> SealedDirectory.open(plain, key)).getMessage());
    }

    /// Reading one would never end.
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs mkfifo")
    void aPipeIsNeitherEncryptedNorDecrypted() throws IOException, InterruptedException {
        Path pipe = plain.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        assertEquals(pipe + ": not a file, and nothing else can be encrypted", assertTimeoutPreemptively(Duration.ofSeconds(20),
                () -> assertThrows(SealException.class, () -> SealedDirectory.encrypt(plain, key, folder.resolve("other")))).getMessage());
        Path list = sealed.resolve("SEALED");
        Files.delete(list);
        assertEquals(0, new ProcessBuilder("mkfifo", list.toString()).start().waitFor());
        assertEquals(list + ": not a file, and nothing else can be encrypted", assertTimeoutPreemptively(Duration.ofSeconds(20),
                () -> assertThrows(SealException.class, () -> SealedDirectory.decrypt(sealed, key, folder.resolve("out")))).getMessage());
    }
}
