package dev.lathe.trust.mask;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PseudonymsTest {
    private static final HexFormat HEX = HexFormat.of();

    private static byte[] key(int fill) {
        var key = new byte[64];
        java.util.Arrays.fill(key, (byte) fill);
        return key;
    }

    /// RFC 5297, A.1.
    @Test
    void aesSivGivesTheVectorOfItsStandard() {
        var siv = new AesSiv(HEX.parseHex("fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"));
        byte[] associated = HEX.parseHex("101112131415161718191a1b1c1d1e1f2021222324252627");
        byte[] text = HEX.parseHex("112233445566778899aabbccddee");
        byte[] sealed = siv.seal(associated, text);
        assertEquals("85632d07c6e8f37f950acd320a2ecc9340c02b9690c4dc04daef7f6afe5c", HEX.formatHex(sealed));
        assertArrayEquals(text, siv.open(associated, sealed).orElseThrow());
        for (int i = 0; i < sealed.length; i++) {
            sealed[i] ^= 1;
            assertEquals(Optional.empty(), siv.open(associated, sealed), "byte " + i);
            sealed[i] ^= 1;
        }
    }

    @Test
    void whatIsMaskedComesBackWithTheKeyAndWithNoOther() {
        var pseudonyms = new Pseudonyms(key(7));
        var masker = new Masker(List.of(MaskRules.usual()), pseudonyms);
        for (int length = 1; length < 40; length++) {
            String text = "to " + "ä".repeat(length) + "@example.org, 😀";
            String masked = masker.mask(text).text();
            assertTrue(masked.matches("to \\[MAIL:[0-9a-v]+], 😀"), masked);
            assertEquals(text, pseudonyms.original(masked));
            assertEquals(masked, new Pseudonyms(key(8)).original(masked));
        }
    }

    @Test
    void equalPartsAreEqualWithinATypeAndAKeyOnly() {
        var pseudonyms = new Pseudonyms(key(7));
        assertEquals(pseudonyms.of("MAIL", "a"), pseudonyms.of("MAIL", "a"));
        assertNotEquals(pseudonyms.of("MAIL", "a").substring(6), pseudonyms.of("USER", "a").substring(6));
        assertNotEquals(pseudonyms.of("MAIL", "a"), new Pseudonyms(key(8)).of("MAIL", "a"));
        assertEquals(pseudonyms.of("MAIL", "a").length(), pseudonyms.of("MAIL", "a".repeat(15)).length());
    }

    @Test
    void forgedOnesStayAsTheyAre() {
        var pseudonyms = new Pseudonyms(key(7));
        String made = pseudonyms.of("MAIL", "ann@example.org");
        for (String forged : List.of("[MAIL:0]", "[MAIL:]", "[MAIL:vvvv]", made.replace("MAIL", "CARD"), made.substring(0, made.length() - 2) + "]",
                "[A:" + "0".repeat(100_000) + "]")) {
            assertEquals(forged, pseudonyms.original(forged));
        }
    }

    @Test
    void keysAreReadAsTheyShouldBe(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), HEX.formatHex(key(7)) + "\n");
        assertEquals(new Pseudonyms(key(7)).of("A", "x"), Pseudonyms.read(file).of("A", "x"));
        Files.write(file, "short".getBytes(StandardCharsets.UTF_8));
        assertEquals(file + ": needs a key of 128 hexadecimal digits; 'openssl rand -hex 64' makes one",
                assertThrows(MaskException.class, () -> Pseudonyms.read(file)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Pseudonyms(new byte[32]));
    }
}
