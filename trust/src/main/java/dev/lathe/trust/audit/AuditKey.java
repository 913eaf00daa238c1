package dev.lathe.trust.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/// The key with which the end of a log is signed.
///
/// No record: its bytes are an array.
public final class AuditKey {
    private static final int BYTES = 32;

    private final byte[] bytes;

    private AuditKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /// @param bytes 32 of chance
    /// @throws IllegalArgumentException if there are fewer
    public static AuditKey of(byte[] bytes) {
        if (bytes.length < BYTES) {
            throw new IllegalArgumentException("audit: a key of %d bytes: needs %d".formatted(bytes.length, BYTES));
        }
        return new AuditKey(bytes.clone());
    }

    /// The key of a file: 64 hexadecimal digits or more, as `openssl rand -hex 32` prints them.
    ///
    /// @throws AuditException if it holds anything else
    public static AuditKey read(Path file) throws IOException {
        String digits = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        if (!digits.matches("(?:[0-9a-fA-F]{2}){32,}")) {
            throw new AuditException(file + ": needs a key of 64 hexadecimal digits; 'openssl rand -hex 32' makes one");
        }
        return of(HexFormat.of().parseHex(digits));
    }

    byte[] bytes() {
        return bytes;
    }
}
