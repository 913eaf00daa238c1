package dev.lathe.trust.seal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/// A stream of bytes as frames, each encrypted by AES-256-GCM (NIST SP 800-38D) so that none can be changed, moved, left out or added.
///
/// ```
/// file  = "LATHESL1" salt frame* last
/// frame = 65,536 bytes encrypted, and a tag of 16
/// last  = 0 to 65,536 bytes encrypted, and a tag of 16
/// ```
///
/// The key is HKDF-SHA256 of the user's key, the file's salt of 32 bytes of chance, and the file's name. A frame's nonce is its number in
/// 8 bytes, then 0, or 1 for the last one; its associated data are name and nonce. (The construction STREAM of Hoang, Reyhanitabar, Rogaway and
/// Vizár, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance", CRYPTO 2015.) A nonce is used once for a key, as each file
/// has a key of its own.
final class Frames {
    static final int SALT_BYTES = 32;

    private static final byte[] MAGIC = "LATHESL1".getBytes(StandardCharsets.US_ASCII);
    private static final int FRAME_BYTES = 1 << 16;
    private static final int TAG_BYTES = 16;
    private static final int NONCE_BYTES = 12;

    private final SecretKey key;
    private final byte[] name;
    private final String place;

    private Frames(SecretKey key, String name, String place) {
        this.key = key;
        this.name = name.getBytes(StandardCharsets.UTF_8);
        this.place = place;
    }

    /// Encrypts a stream to its end.
    ///
    /// @param salt bytes that no other file has
    /// @param name what the content is called, which is not hidden
    static void seal(InputStream in, OutputStream out, SealKey key, byte[] salt, String name) throws IOException {
        out.write(MAGIC);
        out.write(salt);
        var frames = new Frames(key.derived(salt, name), name, name);
        byte[] frame = in.readNBytes(FRAME_BYTES);
        for (long number = 0;; number++) {
            byte[] next = frame.length < FRAME_BYTES ? new byte[0] : in.readNBytes(FRAME_BYTES);
            out.write(frames.crypt(Cipher.ENCRYPT_MODE, frame, number, next.length == 0));
            if (next.length == 0) {
                return;
            }
            frame = next;
        }
    }

    /// Decrypts a stream to its end; what is written before a failure is not to be used.
    ///
    /// @param expectedSalt the file's; any if empty
    /// @param place what messages call the file
    /// @throws SealException if anything in it is not what was encrypted with this key under this name
    static void open(InputStream in, OutputStream out, SealKey key, byte[] expectedSalt, String name, String place) throws IOException {
        if (!MessageDigest.isEqual(in.readNBytes(MAGIC.length), MAGIC)) {
            throw new SealException(place + ": not an encrypted file");
        }
        byte[] salt = in.readNBytes(SALT_BYTES);
        if (salt.length < SALT_BYTES || expectedSalt.length > 0 && !MessageDigest.isEqual(salt, expectedSalt)) {
            throw new SealException(place + ": another file than the one that was encrypted with the rest");
        }
        var frames = new Frames(key.derived(salt, name), name, place);
        byte[] frame = in.readNBytes(FRAME_BYTES + TAG_BYTES);
        for (long number = 0;; number++) {
            byte[] next = frame.length < FRAME_BYTES + TAG_BYTES ? new byte[0] : in.readNBytes(FRAME_BYTES + TAG_BYTES);
            out.write(frames.crypt(Cipher.DECRYPT_MODE, frame, number, next.length == 0));
            if (next.length == 0) {
                return;
            }
            frame = next;
        }
    }

    private byte[] crypt(int mode, byte[] bytes, long number, boolean isLast) throws SealException {
        byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).putLong(number).put((byte) (isLast ? 1 : 0)).array();
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
            cipher.updateAAD(name);
            cipher.updateAAD(nonce);
            return cipher.doFinal(bytes);
        } catch (AEADBadTagException e) {
            throw new SealException("%s: frame %d: changed, moved or cut short, or encrypted with another key".formatted(place, number + 1));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no AES-256-GCM in this JDK", e);
        }
    }
}
