package dev.lathe.serve.key;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lathe.json.JsonFault;
import dev.lathe.json.JsonReader;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Public keys of those who sign tokens, from a file of JSON Web Keys (RFC 7517): RSA from 2,048 bits on, P-256 and Ed25519.
///
/// A key is for one algorithm, which follows from its kind; what a token says of its algorithm chooses nothing. Keys of other kinds, and
/// those for encryption, are passed over; a secret one is refused, as whoever reads the file could sign.
final class TokenKeys {
    private static final int RSA_BITS = 2048;
    private static final int COORDINATE = 32;

    private final List<TokenKey> keys;

    /// @param id `kid`; empty if the file gives none
    /// @param algorithm as a token's header names it
    /// @param signature as Java names it
    record TokenKey(String id, String algorithm, String signature, PublicKey key) {}

    private TokenKeys(List<TokenKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /// @throws IllegalArgumentException if it is no set of keys, or has none that can be used
    static TokenKeys read(Path file) throws IOException {
        try (JsonParser json = JsonReader.SMALL.parser(Files.readString(file))) {
            if (json.nextToken() != JsonToken.START_OBJECT || !(JsonReader.object(json).get("keys") instanceof List<?> all)) {
                throw new IllegalArgumentException(file + ": needs an object with a list of keys, {\"keys\":[…]}");
            }
            var keys = new ArrayList<TokenKey>();
            for (Object one : all) {
                if (one instanceof Map<?, ?> fields) {
                    of(file + ": key " + (keys.size() + 1), JsonReader.fields(fields)).ifPresent(keys::add);
                }
            }
            if (keys.isEmpty()) {
                throw new IllegalArgumentException(file + ": no key for RS256, ES256 or EdDSA");
            }
            return new TokenKeys(keys);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + ": " + JsonFault.of(e).sentence());
        }
    }

    /// The key that a token names; where there is one only, it may name none.
    Optional<TokenKey> named(Optional<String> id) {
        if (id.isEmpty()) {
            return keys.size() == 1 ? Optional.of(keys.getFirst()) : Optional.empty();
        }
        return keys.stream().filter(key -> key.id().equals(id.get())).findFirst();
    }

    private static Optional<TokenKey> of(String place, Map<String, @Nullable Object> fields) {
        String kind = text(fields, "kty");
        if (kind.equals("oct") || fields.containsKey("d")) {
            throw new IllegalArgumentException(place + ": a secret key; only public ones belong here");
        }
        if (text(fields, "use").equals("enc")) {
            return Optional.empty();
        }
        String id = text(fields, "kid");
        try {
            Optional<TokenKey> key = switch (kind + " " + text(fields, "crv")) {
                case "RSA " -> Optional.of(new TokenKey(id, "RS256", "SHA256withRSA", rsa(place, fields)));
                case "EC P-256" -> Optional.of(new TokenKey(id, "ES256", "SHA256withECDSAinP1363Format", p256(fields)));
                case "OKP Ed25519" -> Optional.of(new TokenKey(id, "EdDSA", "Ed25519", ed25519(fields)));
                default -> Optional.empty();
            };
            String algorithm = text(fields, "alg");
            return key.filter(one -> algorithm.isEmpty() || algorithm.equals(one.algorithm()));
        } catch (GeneralSecurityException | ArithmeticException e) {
            throw new IllegalArgumentException(place + ": not a public key", e);
        }
    }

    private static PublicKey rsa(String place, Map<String, @Nullable Object> fields) throws GeneralSecurityException {
        BigInteger modulus = number(place, fields, "n");
        if (modulus.bitLength() < RSA_BITS) {
            throw new IllegalArgumentException("%s: RSA of %d bits; needs %d".formatted(place, modulus.bitLength(), RSA_BITS));
        }
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, number(place, fields, "e")));
    }

    private static PublicKey p256(Map<String, @Nullable Object> fields) throws GeneralSecurityException {
        var parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        var point = new ECPoint(number("EC", fields, "x"), number("EC", fields, "y"));
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class)));
    }

    /// RFC 8032: y in little-endian order, the sign of x in its highest bit.
    private static PublicKey ed25519(Map<String, @Nullable Object> fields) throws GeneralSecurityException {
        byte[] bytes = bytes("Ed25519", fields, "x");
        if (bytes.length != COORDINATE) {
            throw new IllegalArgumentException("Ed25519: x of %d bytes; needs %d".formatted(bytes.length, COORDINATE));
        }
        var reversed = new byte[COORDINATE];
        for (int i = 0; i < COORDINATE; i++) {
            reversed[i] = bytes[COORDINATE - 1 - i];
        }
        boolean isOdd = reversed[0] < 0;
        reversed[0] &= 0x7F;
        return KeyFactory.getInstance("Ed25519").generatePublic(
                new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(isOdd, new BigInteger(1, reversed))));
    }

    private static BigInteger number(String place, Map<String, @Nullable Object> fields, String name) {
        return new BigInteger(1, bytes(place, fields, name));
    }

    private static byte[] bytes(String place, Map<String, @Nullable Object> fields, String name) {
        String text = text(fields, name);
        if (!text.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException("%s: no '%s'".formatted(place, name));
        }
        return Base64.getUrlDecoder().decode(text);
    }

    private static String text(Map<String, @Nullable Object> fields, String name) {
        return fields.get(name) instanceof String text ? text : "";
    }
}
