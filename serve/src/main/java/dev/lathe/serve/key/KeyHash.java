package dev.lathe.serve.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/// A key and what is kept of it. A key has 256 bits of chance: a plain SHA-256 of it is as hard to guess as the key.
public final class KeyHash {
    private static final String PREFIX = "lathe-";
    private static final int BYTES = 32;

    private KeyHash() {}

    /// A key that nobody has.
    public static String newKey() {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// The line of a file of keys.
    ///
    /// @throws IllegalArgumentException if the name has blanks, begins with `#`, or is empty
    public static String line(String name, String key) {
        if (!name.matches("[^#\\s]\\S*")) {
            throw new IllegalArgumentException("key '%s': a name has no blanks and no # in front".formatted(name));
        }
        return name + " " + HexFormat.of().formatHex(of(key));
    }

    static byte[] of(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no SHA-256 in this JDK", e);
        }
    }
}
