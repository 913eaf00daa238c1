package dev.lathe.trust.provenance;

import dev.lathe.bert.checkpoint.file.NamedWriting;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Set;

/// The private half of a key pair of Ed25519 (RFC 8032), in a file; the public half is beside it, in a file with `.pub` behind the name.
public final class SigningKey {
    static final String ALGORITHM = "Ed25519";

    private static final String LABEL = "PRIVATE KEY";

    private final PrivateKey key;
    private final VerifyingKey verifying;

    private SigningKey(PrivateKey key, VerifyingKey verifying) {
        this.key = key;
        this.verifying = verifying;
    }

    /// A pair that nobody has.
    public static SigningKey create() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return new SigningKey(pair.getPrivate(), VerifyingKey.of(pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no Ed25519 in this JDK", e);
        }
    }

    /// Where the public half of a file's key is.
    public static Path publicFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".pub");
    }

    /// The pair of two files: PKCS#8 without a password, as `lathe keygen` and `openssl genpkey -algorithm ed25519` write it, and the public half.
    ///
    /// @throws ProvenanceException if one holds no such key, or they do not belong together
    public static SigningKey read(Path file) throws IOException {
        byte[] bytes = Pem.read(file, LABEL);
        Path beside = publicFile(file);
        if (!Files.exists(beside)) {
            throw new ProvenanceException("%s: no %s beside it; 'openssl pkey -in %s -pubout -out %s' makes it".formatted(
                    file, beside.getFileName(), file, beside));
        }
        try {
            var pair = new SigningKey(KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(bytes)), VerifyingKey.read(beside));
            byte[] probe = LABEL.getBytes(StandardCharsets.US_ASCII);
            if (!pair.verifying.hasSigned(probe, pair.sign(probe))) {
                throw new ProvenanceException("%s: the public half of another key than %s".formatted(beside, file));
            }
            return pair;
        } catch (InvalidKeySpecException e) {
            throw new ProvenanceException(file + ": not a private key of Ed25519 in PKCS#8", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no Ed25519 in this JDK", e);
        }
    }

    /// Writes both files. Only the user may read the private one.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException if one is there: a key that is overwritten is lost
    public void write(Path file) throws IOException {
        boolean posix = Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix");
        FileAttribute<?>[] own = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
        Path beside = publicFile(file);
        if (Files.exists(beside, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(beside.toString());
        }
        try (var channel = Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), own)) {
            writeBoth(file, channel, beside);
        }
    }

    /// Without room for both nothing is left of either.
    private void writeBoth(Path file, WritableByteChannel channel, Path beside) throws IOException {
        boolean written = false;
        try {
            NamedWriting.of(file, () -> channel.write(StandardCharsets.US_ASCII.encode(Pem.text(LABEL, key.getEncoded()))));
            NamedWriting.of(beside, () -> Files.writeString(beside, verifying.pem(), StandardOpenOption.CREATE_NEW));
            written = true;
        } finally {
            if (!written) {
                Files.delete(file);
                Files.deleteIfExists(beside);
            }
        }
    }

    /// The other half.
    public VerifyingKey verifying() {
        return verifying;
    }

    /// @return 64 bytes
    byte[] sign(byte[] text) {
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key of Ed25519 that cannot sign", e);
        }
    }
}
