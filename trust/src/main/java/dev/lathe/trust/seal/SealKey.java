package dev.lathe.trust.seal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The key of encrypted directories, 256 bits of chance. It encrypts nothing itself: each file has a key derived from it by HKDF-SHA256 (RFC 5869).
///
/// No record: it is not to be printed.
public final class SealKey {
    private static final int BYTES = 32;
    private static final int MOST_CHARACTERS = 1 << 12;
    private static final String CIPHER = "AES";

    private final SecretKey key;

    private SealKey(byte[] bytes) {
        key = new SecretKeySpec(bytes, "HKDF");
    }

    /// @param digits 64 hexadecimal ones, as `openssl rand -hex 32` prints them
    /// @param from where they stand, for the message
    /// @throws SealException if it is anything else
    public static SealKey of(String digits, String from) throws SealException {
        String stripped = digits.strip();
        if (!stripped.matches("[0-9a-fA-F]*")) {
            throw new SealException(from + ": not hexadecimal digits; 'openssl rand -hex 32' makes a key");
        }
        if (stripped.length() != 2 * BYTES) {
            throw new SealException("%s: a key of %d hexadecimal digits: needs %d; 'openssl rand -hex 32' makes one".formatted(from, stripped.length(), 2 * BYTES));
        }
        return new SealKey(HexFormat.of().parseHex(stripped));
    }

    /// The key of a file.
    ///
    /// @throws SealException if it holds anything else
    public static SealKey read(Path file) throws IOException {
        if (Files.size(file) > MOST_CHARACTERS) {
            throw new SealException("%s: %d bytes: no key is that long".formatted(file, Files.size(file)));
        }
        return of(Files.readString(file, StandardCharsets.ISO_8859_1), file.toString());
    }

    /// The key of one file.
    ///
    /// @param salt of the file
    /// @param purpose what the file is
    SecretKey derived(byte[] salt, String purpose) {
        try {
            return KDF.getInstance("HKDF-SHA256").deriveKey(CIPHER, HKDFParameterSpec.ofExtract().addIKM(key).addSalt(salt)
                    .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no HKDF-SHA256 in this JDK", e);
        }
    }
}
