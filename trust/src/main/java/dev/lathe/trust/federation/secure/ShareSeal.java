package dev.lathe.trust.federation.secure;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Two shares under AES-256-GCM. Its key is agreed anew for each sum and direction, so that a nonce of zeros is used once.
final class ShareSeal {
    private static final int SHARE = (521 + 7) / 8;
    private static final int TAG_BITS = 128;

    private ShareSeal() {}

    /// What is inside: shares of the same place.
    record Pair(BigInteger keyShare, BigInteger seedShare) {}

    static byte[] seal(Pair shares, byte[] key, String about) {
        var plain = new byte[2 * SHARE];
        put(shares.keyShare, plain, 0);
        put(shares.seedShare, plain, SHARE);
        try {
            return cipher(Cipher.ENCRYPT_MODE, key, about).doFinal(plain);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no AES-256-GCM", missing);
        }
    }

    /// @throws SumException if they were changed, or are of another sum or pair
    static Pair open(byte[] sealed, byte[] key, String about) {
        try {
            byte[] plain = cipher(Cipher.DECRYPT_MODE, key, about).doFinal(sealed);
            if (plain.length != 2 * SHARE) {
                throw new SumException(about + ": shares of another size");
            }
            return new Pair(new BigInteger(1, Arrays.copyOf(plain, SHARE)), new BigInteger(1, Arrays.copyOfRange(plain, SHARE, 2 * SHARE)));
        } catch (AEADBadTagException changed) {
            throw new SumException(about + ": the shares were changed on their way", changed);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no AES-256-GCM", missing);
        }
    }

    private static Cipher cipher(int mode, byte[] key, String about) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, new byte[12]));
        cipher.updateAAD(about.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static void put(BigInteger value, byte[] to, int at) {
        byte[] bytes = value.toByteArray();
        int length = Math.min(bytes.length, SHARE);
        System.arraycopy(bytes, bytes.length - length, to, at + SHARE - length, length);
    }
}
