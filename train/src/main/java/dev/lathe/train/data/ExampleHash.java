package dev.lathe.train.data;

import dev.lathe.train.data.rows.DataFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// The SHA-256 of examples that are in no file: of the number of parts of each example's content and, of each part, the length in bytes
/// and the bytes in UTF-8; numbers in four bytes, the highest first.
final class ExampleHash {

    private final MessageDigest digest;
    private long bytes;

    private ExampleHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static DataFile of(Path name, List<? extends Example> examples) {
        ExampleHash hash = new ExampleHash();
        for (Example example : examples) {
            hash.add(example.content());
        }
        return new DataFile(name, hash.bytes, HexFormat.of().formatHex(hash.digest.digest()), examples.size());
    }

    private void add(List<String> content) {
        add(content.size());
        for (String part : content) {
            byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
            add(utf8.length);
            digest.update(utf8);
            bytes += utf8.length;
        }
    }

    private void add(int number) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).flip());
        bytes += Integer.BYTES;
    }
}
