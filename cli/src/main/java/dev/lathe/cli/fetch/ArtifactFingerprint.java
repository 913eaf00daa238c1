package dev.lathe.cli.fetch;

import dev.lathe.cli.terminal.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What a downloaded file has to be.
///
/// @param bytes its size
/// @param sha256 its SHA-256 digest in lower-case hexadecimal
public record ArtifactFingerprint(long bytes, String sha256) {

    private static final int BUFFER = 1 << 16;

    /// Refuses a file that is not the expected one.
    ///
    /// @param file the download
    /// @throws CommandFailure naming the file and both values
    /// @throws IOException when it cannot be read
    public void check(Path file) throws IOException {
        long size = Files.size(file);
        if (size != bytes) {
            throw new CommandFailure(file.getFileName() + ": " + size + " bytes instead of " + bytes);
        }
        String digest = sha256(file);
        if (!digest.equals(sha256)) {
            throw new CommandFailure(file.getFileName() + ": SHA-256 is " + digest + " instead of " + sha256);
        }
    }

    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            var digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: missing from this Java, which its specification forbids", e);
        }
    }
}
