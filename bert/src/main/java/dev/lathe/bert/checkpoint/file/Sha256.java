package dev.lathe.bert.checkpoint.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 in hexadecimal digits, as `sha256sum` prints it: what tells two files apart.
public final class Sha256 {
    private static final int CHUNK_BYTES = 1 << 20;

    private final MessageDigest digest = newDigest();

    /// Takes the next bytes.
    public void update(ByteBuffer bytes) {
        digest.update(bytes);
    }

    /// The hash of all bytes taken; the next one begins anew.
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /// The hash of a file.
    ///
    /// @throws IOException when it cannot be read
    public static String of(Path file) throws IOException {
        return of(file, Long.MAX_VALUE);
    }

    /// The hash of a file's first bytes.
    ///
    /// @param bytes how many; all if it has no more
    /// @throws IOException when it cannot be read
    public static String of(Path file, long bytes) throws IOException {
        var hash = new Sha256();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer chunk = ByteBuffer.allocate(Math.clamp(channel.size(), 1, CHUNK_BYTES));
            for (long left = bytes; left > 0; left -= chunk.limit()) {
                if (channel.read(chunk.clear().limit((int) Math.min(chunk.capacity(), left))) < 0) {
                    break;
                }
                hash.update(chunk.flip());
            }
        }
        return hash.hex();
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
