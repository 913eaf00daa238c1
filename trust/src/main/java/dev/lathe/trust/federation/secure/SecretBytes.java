package dev.lathe.trust.federation.secure;

import java.math.BigInteger;
import java.security.SecureRandom;

/// Bytes that nobody can guess. No result depends on them: masks cancel, whatever they are.
final class SecretBytes {
    private SecretBytes() {}

    static byte[] of(int count) {
        var bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /// Each number of 0 to `bound` - 1 with the same probability.
    static BigInteger below(BigInteger bound) {
        var random = new SecureRandom();
        while (true) {
            var number = new BigInteger(bound.bitLength(), random);
            if (number.compareTo(bound) < 0) {
                return number;
            }
        }
    }
}
