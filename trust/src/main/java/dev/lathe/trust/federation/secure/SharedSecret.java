package dev.lathe.trust.federation.secure;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// A secret in shares: any `threshold` of them give it, fewer tell nothing of it.
///
///     share(i) = secret + a1 i + a2 i² + … + a(t-1) i^(t-1)   mod 2^521 - 1
///
/// with numbers a drawn by chance. Source: Shamir, "How to share a secret", Communications of the ACM, 1979.
final class SharedSecret {
    /// A Mersenne prime above all secrets of 64 bytes.
    static final BigInteger PRIME = BigInteger.ONE.shiftLeft(521).subtract(BigInteger.ONE);
    private static final int MOST_BYTES = 64;

    private SharedSecret() {}

    /// One share.
    ///
    /// @param at where the polynomial was taken, from 1
    /// @param value 0 or more and less than [#PRIME]
    record Share(int at, BigInteger value) {
        Share {
            if (at < 1 || value.signum() < 0 || value.compareTo(PRIME) >= 0) {
                throw new SumException("share %d: is none of this field".formatted(at));
            }
        }
    }

    /// @param secret of at most 64 bytes
    /// @param threshold 1 or more
    /// @return `count` shares, at 1, 2 and so on
    static List<Share> split(byte[] secret, int threshold, int count) {
        if (secret.length > MOST_BYTES || threshold < 1 || threshold > count) {
            throw new IllegalArgumentException("shares: %d bytes, %d of %d: needs at most %d bytes and 1 to all shares".formatted(
                    secret.length, threshold, count, MOST_BYTES));
        }
        var coefficients = new ArrayList<BigInteger>(List.of(new BigInteger(1, secret)));
        while (coefficients.size() < threshold) {
            coefficients.add(SecretBytes.below(PRIME));
        }
        var shares = new ArrayList<Share>();
        for (int at = 1; at <= count; at++) {
            BigInteger value = BigInteger.ZERO;
            for (BigInteger coefficient : coefficients.reversed()) {
                value = value.multiply(BigInteger.valueOf(at)).add(coefficient).mod(PRIME);
            }
            shares.add(new Share(at, value));
        }
        return shares;
    }

    /// The value at 0 of the polynomial through the shares, by Lagrange's formula.
    ///
    /// @param bytes of the secret
    /// @throws SumException if two shares are of the same place, or they give no secret of this size
    static byte[] join(List<Share> shares, int bytes) {
        var places = new HashSet<Integer>();
        BigInteger secret = BigInteger.ZERO;
        for (Share share : shares) {
            if (!places.add(share.at)) {
                throw new SumException("share %d: is there twice".formatted(share.at));
            }
            BigInteger above = BigInteger.ONE;
            BigInteger below = BigInteger.ONE;
            for (Share other : shares) {
                if (other.at != share.at) {
                    above = above.multiply(BigInteger.valueOf(other.at)).mod(PRIME);
                    below = below.multiply(BigInteger.valueOf(other.at - share.at)).mod(PRIME);
                }
            }
            secret = secret.add(share.value.multiply(above).multiply(below.modInverse(PRIME))).mod(PRIME);
        }
        if (secret.bitLength() > bytes * Byte.SIZE) {
            throw new SumException("shares: give no secret of %d bytes: one of them is wrong, or they are too few".formatted(bytes));
        }
        byte[] all = secret.toByteArray();
        var exact = new byte[bytes];
        int length = Math.min(all.length, bytes);
        System.arraycopy(all, all.length - length, exact, bytes - length, length);
        return exact;
    }
}
