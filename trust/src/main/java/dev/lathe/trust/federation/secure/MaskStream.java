package dev.lathe.trust.federation.secure;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A mask: as many numbers modulo 2^64 as a vector has, which only whoever has the 32 bytes of the seed can tell from numbers drawn by chance. They are
/// AES-256 in counter mode from 0, eight bytes a number, the lowest first; a seed is used for one mask only.
final class MaskStream {
    private static final int CHUNK = 1 << 16;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private MaskStream() {}

    /// Adds the mask to a vector, or takes it off again.
    static void apply(byte[] seed, boolean add, long[] vector) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(seed, "AES"), new IvParameterSpec(new byte[16]));
            var zeros = new byte[CHUNK];
            var bytes = new byte[CHUNK];
            for (int from = 0; from < vector.length; from += CHUNK / Long.BYTES) {
                int count = Math.min(CHUNK / Long.BYTES, vector.length - from);
                cipher.update(zeros, 0, count * Long.BYTES, bytes, 0);
                for (int i = 0; i < count; i++) {
                    long number = (long) LONGS.get(bytes, i * Long.BYTES);
                    vector[from + i] += add ? number : -number;
                }
            }
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no AES-256 in counter mode", missing);
        }
    }
}
