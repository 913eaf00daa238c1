package dev.lathe.serve.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedTokensTest {
    private static final long NOW = 1_800_000_000L;
    private static final String RSA = "SHA256withRSA";
    private static final String ES256 = "SHA256withECDSAinP1363Format";
    private static final Roles ROLES = Roles.of("roles", List.of("reader /predict reviews", "admin * *"));
    private static final KeyPair RSA_KEY = pair("RSA", 2048);
    private static final KeyPair EC_KEY = pair("EC", 256);
    private static final KeyPair ED_KEY = pair("Ed25519", 255);

    @TempDir
    private Path folder;

    private SignedTokens tokens;

    private static KeyPair pair(String algorithm, int size) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else {
                generator.initialize(size);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void readKeys() throws IOException {
        tokens = read("{\"keys\":[%s,%s,%s,{\"kty\":\"EC\",\"crv\":\"P-521\",\"kid\":\"other\"},{\"kty\":\"RSA\",\"use\":\"enc\",\"kid\":\"enc\"}]}".formatted(
                rsa(RSA_KEY), ec(), ed()));
    }

    private SignedTokens read(String keys) throws IOException {
        Path file = Files.writeString(folder.resolve("jwks"), keys);
        return SignedTokens.read(file, new SignedTokens.Meant("https://issuer.example", "lathe", "roles"), ROLES, () -> Instant.ofEpochSecond(NOW));
    }

    private static String number(BigInteger number, int length) {
        byte[] signed = number.toByteArray();
        var bytes = new byte[Math.max(length, signed.length - (signed[0] == 0 ? 1 : 0))];
        int count = Math.min(bytes.length, signed.length);
        System.arraycopy(signed, signed.length - count, bytes, bytes.length - count, count);
        return text(bytes);
    }

    private static String rsa(KeyPair pair) {
        var key = (RSAPublicKey) pair.getPublic();
        return "{\"kty\":\"RSA\",\"kid\":\"r\",\"n\":\"%s\",\"e\":\"%s\"}".formatted(number(key.getModulus(), 1), number(key.getPublicExponent(), 1));
    }

    private static String ec() {
        var point = ((ECPublicKey) EC_KEY.getPublic()).getW();
        return "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"e\",\"alg\":\"ES256\",\"x\":\"%s\",\"y\":\"%s\"}".formatted(
                number(point.getAffineX(), 32), number(point.getAffineY(), 32));
    }

    private static String ed() {
        var point = ((EdECPublicKey) ED_KEY.getPublic()).getPoint();
        var bytes = new byte[32];
        BigInteger y = point.getY();
        for (int i = 0; i < 32; i++) {
            bytes[i] = y.shiftRight(8 * i).byteValue();
        }
        bytes[31] |= (byte) (point.isXOdd() ? 0x80 : 0);
        return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"d\",\"x\":\"%s\"}".formatted(text(bytes));
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String part(String json) {
        return text(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String claims(String more) {
        return "{\"iss\":\"https://issuer.example\",\"aud\":[\"x\",\"lathe\"],\"sub\":\"ann\",\"roles\":[\"reader\"],\"exp\":%d%s}".formatted(NOW + 60, more);
    }

    private static String signed(KeyPair pair, String algorithm, String header, String claims) {
        try {
            String signed = part(header) + "." + part(claims);
            var signature = Signature.getInstance(algorithm);
            signature.initSign(pair.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + text(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String rsaToken(String claims) {
        return signed(RSA_KEY, RSA, "{\"alg\":\"RS256\",\"kid\":\"r\"}", claims);
    }

    private void refused(String token) {
        assertEquals(Optional.empty(), tokens.find(token).map(ApiKey::name), token);
    }

    @Test
    void eachAlgorithmsTokenIsGood() {
        for (String token : List.of(rsaToken(claims("")), signed(EC_KEY, ES256, "{\"alg\":\"ES256\",\"kid\":\"e\"}", claims("")),
                signed(ED_KEY, "Ed25519", "{\"alg\":\"EdDSA\",\"kid\":\"d\"}", claims("")))) {
            ApiKey caller = tokens.find(token).orElseThrow();
            assertEquals("ann", caller.name());
            assertTrue(caller.permit().allowsRoute("/predict"));
            assertFalse(caller.permit().allowsRoute("/metrics"));
        }
    }

    @Test
    void whatATokenSaysOfItsAlgorithmChoosesNothing() throws GeneralSecurityException {
        String body = part(claims(""));
        for (String none : List.of("none", "None", "NONE", "")) {
            refused(part("{\"alg\":\"%s\",\"kid\":\"r\"}".formatted(none)) + "." + body + ".");
        }
        refused(part("{\"kid\":\"r\"}") + "." + body + ".");
        // The public key as if it were a shared secret.
        String start = part("{\"alg\":\"HS256\",\"kid\":\"r\"}") + "." + body;
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(RSA_KEY.getPublic().getEncoded(), "HmacSHA256"));
        refused(start + "." + text(mac.doFinal(start.getBytes(StandardCharsets.US_ASCII))));
        refused(signed(RSA_KEY, RSA, "{\"alg\":\"ES256\",\"kid\":\"r\"}", claims("")));
        refused(signed(RSA_KEY, "SHA512withRSA", "{\"alg\":\"RS512\",\"kid\":\"r\"}", claims("")));
        refused(signed(RSA_KEY, RSA, "{\"alg\":\"RS256\",\"kid\":\"e\"}", claims("")));
        // ECDSA's signature of zeros (CVE-2022-21449), and one in DER.
        refused(part("{\"alg\":\"ES256\",\"kid\":\"e\"}") + "." + body + "." + text(new byte[64]));
        refused(signed(EC_KEY, "SHA256withECDSA", "{\"alg\":\"ES256\",\"kid\":\"e\"}", claims("")));
    }

    @Test
    void keysThatAreNotThereSignNothing() {
        for (String header : List.of("{\"alg\":\"RS256\"}", "{\"alg\":\"RS256\",\"kid\":\"s\"}", "{\"alg\":\"RS256\",\"kid\":7}", "{\"alg\":\"RS256\",\"kid\":null}",
                "{\"alg\":\"RS256\",\"kid\":\"r\",\"crit\":[\"exp\"]}", "{\"alg\":\"RS256\",\"kid\":\"r\",\"kid\":\"r\"}", "[]", "{\"alg\":\"RS256\",\"kid\":\"r\"} x")) {
            refused(signed(RSA_KEY, RSA, header, claims("")));
        }
        refused(signed(pair("RSA", 2048), RSA, "{\"alg\":\"RS256\",\"kid\":\"r\"}", claims("")));
    }

    @Test
    void everyClaimMustBeAsMeant() {
        String good = claims("");
        for (String bad : List.of(good.replace("issuer.example", "issuer.evil"), good.replace("\"lathe\"", "\"lathes\""), good.replace("\"sub\":\"ann\",", ""),
                good.replace(",\"exp\":" + (NOW + 60), ""), good.replace("\"exp\":" + (NOW + 60), "\"exp\":" + (NOW - 31)),
                good.replace("\"exp\":" + (NOW + 60), "\"exp\":\"" + (NOW + 60) + "\""), good.replace("\"exp\":" + (NOW + 60), "\"exp\":1e300"),
                claims(",\"nbf\":" + (NOW + 31)), claims(",\"nbf\":\"0\""), claims(",\"nbf\":null"))) {
            refused(rsaToken(bad));
        }
        assertTrue(tokens.find(rsaToken(claims(",\"nbf\":" + (NOW + 29)))).isPresent(), "clocks differ");
        assertTrue(tokens.find(rsaToken(good.replace("[\"x\",\"lathe\"]", "\"lathe\""))).isPresent(), "one audience");
    }

    @Test
    void rolesThatNobodyKnowsPermitNothing() {
        for (String roles : List.of("[\"boss\"]", "\"boss\"", "[]", "7", "null", "{\"admin\":true}")) {
            Permit permit = tokens.find(rsaToken(claims("").replace("[\"reader\"]", roles))).orElseThrow().permit();
            assertFalse(permit.allowsRoute("/predict") || permit.allowsModel("reviews"), roles);
        }
        assertTrue(tokens.find(rsaToken(claims("").replace("[\"reader\"]", "\"x admin\""))).orElseThrow().permit().allowsRoute("/metrics"));
    }

    @Test
    void everyChangedCharacterIsRefused() {
        String token = rsaToken(claims(""));
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            refused(token.substring(0, i) + other + token.substring(i + 1));
        }
        for (String other : List.of("", ".", "..", token + ".", token + "=", token.replace(".", ".."), token.substring(0, token.lastIndexOf('.')), "x".repeat(20_000))) {
            refused(other);
        }
    }

    @Test
    void filesThatAreNotAsTheyShouldBeAreOneLine() {
        String file = folder.resolve("jwks").toString();
        unreadable(file + ": needs an object with a list of keys, {\"keys\":[…]}", "{}");
        unreadable(file + ": no key for RS256, ES256 or EdDSA", "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-521\"}]}");
        unreadable(file + ": key 1: a secret key; only public ones belong here", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}");
        unreadable(file + ": key 1: RSA of 1024 bits; needs 2048", "{\"keys\":[%s]}".formatted(rsa(pair("RSA", 1024))));
        unreadable(file + ": key 1: no 'n'", "{\"keys\":[{\"kty\":\"RSA\"}]}");
        unreadable(file + ": cut short: JSON ends inside a value", "{\"keys\":[");
    }

    private void unreadable(String message, String keys) {
        String said = assertThrows(IllegalArgumentException.class, () -> read(keys)).getMessage();
        assertTrue(said.startsWith(message), said);
    }
}
