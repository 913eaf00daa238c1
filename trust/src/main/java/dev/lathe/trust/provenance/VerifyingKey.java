package dev.lathe.trust.provenance;

import dev.lathe.bert.checkpoint.file.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;

/// The public half of a key pair of Ed25519 (RFC 8032), with which anybody can check what the other half has signed.
public final class VerifyingKey {
    static final String LABEL = "PUBLIC KEY";

    private final PublicKey key;

    private VerifyingKey(PublicKey key) {
        this.key = key;
    }

    static VerifyingKey of(PublicKey key) {
        return new VerifyingKey(key);
    }

    /// The key of a file, as `openssl pkey -pubout` writes it.
    ///
    /// @throws ProvenanceException if it holds no key of Ed25519
    public static VerifyingKey read(Path file) throws IOException {
        byte[] bytes = Pem.read(file, LABEL);
        try {
            return new VerifyingKey(KeyFactory.getInstance(SigningKey.ALGORITHM).generatePublic(new X509EncodedKeySpec(bytes)));
        } catch (InvalidKeySpecException e) {
            throw new ProvenanceException(file + ": not a public key of Ed25519", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no Ed25519 in this JDK", e);
        }
    }

    /// What people compare: SHA-256 of the key in the form DER, as `openssl pkey -pubin -in FILE -outform DER | sha256sum` prints it.
    public String fingerprint() {
        var hash = new Sha256();
        hash.update(ByteBuffer.wrap(key.getEncoded()));
        return hash.hex();
    }

    /// The key as a file holds it.
    String pem() {
        return Pem.text(LABEL, key.getEncoded());
    }

    boolean hasSigned(byte[] text, byte[] signature) {
        try {
            var check = Signature.getInstance(SigningKey.ALGORITHM);
            check.initVerify(key);
            check.update(text);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            // What is no signature at all was signed by nobody.
            return false;
        }
    }
}
