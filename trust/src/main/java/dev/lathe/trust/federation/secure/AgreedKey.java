package dev.lathe.trust.federation.secure;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.XECPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.security.spec.XECPrivateKeySpec;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.HKDFParameterSpec;

/// Keys of X25519 (RFC 7748), and the 32 bytes that two members agree on by them and nobody else knows, by HKDF with SHA-256 (RFC 5869).
final class AgreedKey {
    /// Of keys, and of what is agreed on.
    static final int BYTES = 32;
    private static final String CURVE = "X25519";

    private AgreedKey() {}

    static KeyPair fresh() {
        try {
            return KeyPairGenerator.getInstance(CURVE).generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no " + CURVE, missing);
        }
    }

    static byte[] secretOf(KeyPair pair) {
        if (pair.getPrivate() instanceof XECPrivateKey key) {
            return key.getScalar().orElseThrow(() -> new IllegalStateException(CURVE + ": this Java does not show the key"));
        }
        throw new IllegalStateException(CURVE + ": no key of that curve");
    }

    static PrivateKey secret(byte[] bytes) {
        try {
            return KeyFactory.getInstance(CURVE).generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, bytes));
        } catch (GeneralSecurityException broken) {
            throw new SumException("secret key: is none of " + CURVE, broken);
        }
    }

    /// @param open the other's public key, as X.509 has it
    /// @param purpose of the bytes, different for each use
    /// @throws SumException if the other's key is none
    static byte[] agree(PrivateKey secret, byte[] open, String purpose) {
        try {
            var agreement = KeyAgreement.getInstance(CURVE);
            agreement.init(secret);
            agreement.doPhase(KeyFactory.getInstance(CURVE).generatePublic(new X509EncodedKeySpec(open)), true);
            return derived(agreement.generateSecret(), purpose);
        } catch (InvalidKeySpecException | InvalidKeyException broken) {
            throw new SumException("public key: is none of " + CURVE, broken);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no " + CURVE, missing);
        }
    }

    static byte[] derived(byte[] secret, String purpose) {
        try {
            return KDF.getInstance("HKDF-SHA256").deriveData(HKDFParameterSpec.ofExtract().addIKM(secret)
                    .thenExpand(("lathe secure sum: " + purpose).getBytes(StandardCharsets.UTF_8), BYTES));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no HKDF with SHA-256", missing);
        }
    }
}
