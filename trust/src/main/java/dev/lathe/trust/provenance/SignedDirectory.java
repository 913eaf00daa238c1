package dev.lathe.trust.provenance;

import dev.lathe.bert.checkpoint.file.NamedWriting;
import dev.lathe.bert.checkpoint.file.Unfinished;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A model's directory with a list of its files' hashes, the list's signature and the key that checks it.
///
/// | file | holds |
/// |---|---|
/// | `SHA256SUMS` | the hash of every other file, as `sha256sum --check` reads it |
/// | `SHA256SUMS.sig` | the list's signature, 64 bytes of Ed25519, as `openssl pkeyutl -verify -rawin` reads it |
/// | `SHA256SUMS.pub` | the public key, in PEM |
public final class SignedDirectory {
    private static final int SIGNATURE_BYTES = 64;

    private SignedDirectory() {}

    /// Signs a directory, anew if it was signed before. Killed half way, it leaves one whose check fails.
    ///
    /// @return how many files it has signed
    /// @throws ProvenanceException if there is no such directory
    public static int sign(Path directory, SigningKey key) throws IOException {
        requireDirectory(directory);
        Manifest manifest = Manifest.of(directory);
        manifest.requireFiles(directory);
        byte[] text = manifest.text().getBytes(StandardCharsets.UTF_8);
        replace(directory.resolve(Manifest.NAME), text);
        replace(directory.resolve(Manifest.KEY), key.verifying().pem().getBytes(StandardCharsets.US_ASCII));
        replace(directory.resolve(Manifest.SIGNATURE), key.sign(text));
        return manifest.hashes().size();
    }

    private static void replace(Path file, byte[] bytes) throws IOException {
        try (var unfinished = Unfinished.beside(file)) {
            NamedWriting.of(file, () -> Files.write(unfinished.path(), bytes));
            unfinished.publish();
        }
    }

    /// @throws ProvenanceException if there is no such directory
    public static void requireDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new ProvenanceException(directory + ": no such directory");
        }
    }

    /// Holds every file against what was signed.
    ///
    /// @param expected who is to have signed; without, the key is the directory's own, which whoever changes files may change too
    /// @throws ProvenanceException if there is no such directory
    public static Verdict verify(Path directory, Optional<VerifyingKey> expected) throws IOException {
        requireDirectory(directory);
        Path list = directory.resolve(Manifest.NAME);
        Path signature = directory.resolve(Manifest.SIGNATURE);
        Path own = directory.resolve(Manifest.KEY);
        if (!Files.exists(list) && !Files.exists(signature) && !Files.exists(own)) {
            return new Verdict.Unsigned();
        }
        for (Path needed : List.of(list, signature, own)) {
            if (!Files.isRegularFile(needed)) {
                return new Verdict.Broken(List.of(new Fault(needed.getFileName().toString(), "missing")));
            }
        }
        byte[] text = Files.readAllBytes(list);
        var faults = new ArrayList<Fault>();
        Optional<VerifyingKey> key = key(own, expected, faults);
        if (key.isPresent() && !isSigned(text, signature, key.get())) {
            faults.add(new Fault(Manifest.NAME, "its signature %s does not fit: one of the two was changed".formatted(Manifest.SIGNATURE)));
        }
        Manifest listed = Manifest.read(text, faults);
        faults.addAll(listed.differences(Manifest.of(directory)));
        return key.isPresent() && faults.isEmpty() ? new Verdict.Intact(key.get().fingerprint(), listed.hashes().size()) : new Verdict.Broken(faults);
    }

    private static boolean isSigned(byte[] text, Path signature, VerifyingKey key) throws IOException {
        return Files.size(signature) == SIGNATURE_BYTES && key.hasSigned(text, Files.readAllBytes(signature));
    }

    private static Optional<VerifyingKey> key(Path own, Optional<VerifyingKey> expected, List<Fault> faults) throws IOException {
        VerifyingKey found;
        try {
            found = VerifyingKey.read(own);
        } catch (ProvenanceException e) {
            faults.add(new Fault(Manifest.KEY, "changed: no public key of Ed25519"));
            return Optional.empty();
        }
        if (!found.pem().equals(Files.readString(own, StandardCharsets.ISO_8859_1))) {
            faults.add(new Fault(Manifest.KEY, "changed: more than a key, or less"));
        }
        if (expected.isPresent() && !expected.get().fingerprint().equals(found.fingerprint())) {
            faults.add(new Fault(Manifest.KEY, "signed with another key: %s, not %s".formatted(found.fingerprint(), expected.get().fingerprint())));
        }
        return Optional.of(found);
    }
}
