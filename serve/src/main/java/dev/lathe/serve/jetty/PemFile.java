package dev.lathe.serve.jetty;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads certificates and keys in the textual form of RFC 7468.
final class PemFile {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s([A-Za-z0-9+/=\\s]*+)-----END \\1-----");
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String KEY = "PRIVATE KEY";
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

    private record Block(String label, byte[] bytes) {}

    private PemFile() {}

    /// @throws IOException if the file cannot be read or has none; the message names it
    static List<X509Certificate> certificates(Path file) throws IOException {
        var certificates = new ArrayList<X509Certificate>();
        try {
            var factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks(file)) {
                if (block.label().equals(CERTIFICATE)) {
                    certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.bytes())));
                }
            }
        } catch (CertificateException e) {
            throw new IOException(file + ": certificate %d cannot be read".formatted(certificates.size() + 1), e);
        }
        if (certificates.isEmpty()) {
            throw new IOException(file + ": no certificate; needs PEM, '-----BEGIN CERTIFICATE-----'");
        }
        return certificates;
    }

    /// @throws IOException if the file cannot be read, or has no key that is meant; the message names it
    static PrivateKey key(Path file) throws IOException {
        List<Block> blocks = blocks(file).stream().filter(block -> block.label().endsWith(KEY)).toList();
        if (blocks.size() != 1) {
            throw new IOException("%s: %d keys; needs one, in PEM, '-----BEGIN PRIVATE KEY-----'".formatted(file, blocks.size()));
        }
        Block block = blocks.getFirst();
        if (!block.label().equals(KEY)) {
            throw new IOException("%s: a key of the form '%s'; needs PKCS#8 without a password: openssl pkcs8 -topk8 -nodes".formatted(file, block.label()));
        }
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(block.bytes()));
            } catch (InvalidKeySpecException e) {
                // Another kind, perhaps.
                continue;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("no " + algorithm + " in this JDK", e);
            }
        }
        throw new IOException(file + ": the key cannot be read; needs RSA, EC or Ed25519");
    }

    /// Whether a key is the one that a certificate is for: what one signs, the other knows.
    static boolean isPair(PrivateKey key, PublicKey certified) {
        String name = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "Ed25519";
        };
        try {
            var signature = Signature.getInstance(name);
            signature.initSign(key);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static List<Block> blocks(Path file) throws IOException {
        var blocks = new ArrayList<Block>();
        Matcher matcher = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            try {
                blocks.add(new Block(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
            } catch (IllegalArgumentException e) {
                throw new IOException("%s: block %d is no base64".formatted(file, blocks.size() + 1), e);
            }
        }
        return blocks;
    }
}
