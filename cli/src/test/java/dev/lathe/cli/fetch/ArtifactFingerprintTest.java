package dev.lathe.cli.fetch;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.cli.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactFingerprintTest {
    // The digest of "abc" in FIPS 180-4's examples.
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    private Path folder;

    @Test
    void theRightFilePasses() throws IOException {
        assertDoesNotThrow(() -> new ArtifactFingerprint(3, ABC).check(file("abc")));
    }

    @Test
    void aWrongSizeNamesBoth() throws IOException {
        Path file = file("abcd");
        var failure = assertThrows(CommandFailure.class, () -> new ArtifactFingerprint(3, ABC).check(file));
        assertEquals("download: 4 bytes instead of 3", failure.getMessage());
    }

    @Test
    void wrongContentNamesBothDigests() throws IOException {
        Path file = file("abc");
        var failure = assertThrows(CommandFailure.class, () -> new ArtifactFingerprint(3, "00").check(file));
        assertEquals("download: SHA-256 is " + ABC + " instead of 00", failure.getMessage());
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("download"), content);
    }
}
