package dev.lathe.trust.mask;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-SIV (RFC 5297) with one string of associated data: encryption that gives equal texts equal results, and refuses what was not made
/// with the key.
final class AesSiv {
    private static final int BLOCK = 16;
    private static final int DOUBLING = 0x87;

    private final SecretKeySpec tagKey;
    private final SecretKeySpec textKey;

    /// @param key of 32, 48 or 64 bytes: half for the tag, half for the text
    AesSiv(byte[] key) {
        tagKey = new SecretKeySpec(key, 0, key.length / 2, "AES");
        textKey = new SecretKeySpec(key, key.length / 2, key.length / 2, "AES");
    }

    /// @return the tag and the text behind it, 16 bytes longer than the text
    byte[] seal(byte[] associated, byte[] text) {
        byte[] tag = tag(associated, text);
        byte[] sealed = Arrays.copyOf(tag, BLOCK + text.length);
        System.arraycopy(counted(tag, text), 0, sealed, BLOCK, text.length);
        return sealed;
    }

    /// @return empty if it was not made with this key and data
    Optional<byte[]> open(byte[] associated, byte[] sealed) {
        if (sealed.length < BLOCK) {
            return Optional.empty();
        }
        byte[] tag = Arrays.copyOf(sealed, BLOCK);
        byte[] text = counted(tag, Arrays.copyOfRange(sealed, BLOCK, sealed.length));
        return MessageDigest.isEqual(tag, tag(associated, text)) ? Optional.of(text) : Optional.empty();
    }

    /// S2V, section 2.4.
    private byte[] tag(byte[] associated, byte[] text) {
        byte[] sum = doubled(mac(new byte[BLOCK]));
        xor(sum, mac(associated), 0);
        byte[] last;
        if (text.length >= BLOCK) {
            last = text.clone();
            xor(last, sum, text.length - BLOCK);
        } else {
            last = padded(text);
            xor(last, doubled(sum), 0);
        }
        return mac(last);
    }

    /// CMAC (RFC 4493).
    private byte[] mac(byte[] text) {
        byte[] subkey = doubled(block(new byte[BLOCK]));
        int whole = Math.max(0, (text.length - 1) / BLOCK * BLOCK);
        var state = new byte[BLOCK];
        for (int i = 0; i < whole; i += BLOCK) {
            xor(state, Arrays.copyOfRange(text, i, i + BLOCK), 0);
            state = block(state);
        }
        byte[] last = Arrays.copyOfRange(text, whole, text.length);
        if (last.length < BLOCK) {
            last = padded(last);
            subkey = doubled(subkey);
        }
        xor(state, last, 0);
        xor(state, subkey, 0);
        return block(state);
    }

    private byte[] counted(byte[] tag, byte[] text) {
        byte[] counter = tag.clone();
        counter[8] &= 0x7F;
        counter[12] &= 0x7F;
        try {
            var cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, textKey, new IvParameterSpec(counter));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no AES in this JDK", e);
        }
    }

    private byte[] block(byte[] block) {
        try {
            var cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, tagKey);
            return cipher.doFinal(block);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no AES in this JDK", e);
        }
    }

    /// Times x in the field of 2^128.
    private static byte[] doubled(byte[] block) {
        var twice = new byte[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            int carry = i + 1 < BLOCK ? (block[i + 1] & 0xFF) >>> 7 : 0;
            twice[i] = (byte) (block[i] << 1 | carry);
        }
        if (block[0] < 0) {
            twice[BLOCK - 1] ^= (byte) DOUBLING;
        }
        return twice;
    }

    private static byte[] padded(byte[] text) {
        byte[] block = Arrays.copyOf(text, BLOCK);
        block[text.length] = (byte) 0x80;
        return block;
    }

    private static void xor(byte[] into, byte[] block, int at) {
        for (int i = 0; i < BLOCK; i++) {
            into[at + i] ^= block[i];
        }
    }
}
