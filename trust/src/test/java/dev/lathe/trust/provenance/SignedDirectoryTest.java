package dev.lathe.trust.provenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SignedDirectoryTest {
    @TempDir
    private Path folder;
    private Path model;
    private SigningKey key;

    @BeforeEach
    void sign() throws IOException {
        model = Files.createDirectories(folder.resolve("model/1_Pooling")).getParent();
        Files.write(model.resolve("model.safetensors"), new byte[] {1, 2, 3, 4, 5});
        Files.writeString(model.resolve("README.md"), "# Card\n");
        Files.writeString(model.resolve("1_Pooling/config.json"), "{}\n");
        key = SigningKey.create();
        key.write(folder.resolve("a.key"));
        assertEquals(3, SignedDirectory.sign(model, key));
    }

    private List<String> places() throws IOException {
        return places(Optional.of(key.verifying()));
    }

    private List<String> places(Optional<VerifyingKey> expected) throws IOException {
        return switch (SignedDirectory.verify(model, expected)) {
            case Verdict.Broken(List<Fault> faults) -> faults.stream().map(Fault::place).toList();
            case Verdict.Intact _ -> List.of();
            case Verdict.Unsigned _ -> List.of("unsigned");
        };
    }

    @Test
    void whatIsAsItWasSignedSaysByWhom() throws IOException {
        assertEquals(new Verdict.Intact(key.verifying().fingerprint(), 3), SignedDirectory.verify(model, Optional.empty()));
        assertEquals(List.of(), places());
        assertEquals(key.verifying().fingerprint(), SigningKey.read(folder.resolve("a.key")).verifying().fingerprint());
        SignedDirectory.sign(model, key);
        assertEquals(List.of(), places(), "what signing has written is not signed the next time");
    }

    @Test
    void everyByteCounts() throws IOException {
        for (String name : List.of("model.safetensors", "README.md", "1_Pooling/config.json", "SHA256SUMS", "SHA256SUMS.sig", "SHA256SUMS.pub")) {
            Path file = model.resolve(name);
            byte[] whole = Files.readAllBytes(file);
            for (int i = 0; i < whole.length; i++) {
                byte[] changed = whole.clone();
                changed[i] ^= 1;
                Files.write(file, changed);
                // The list and its signature are seen not to fit each other, and the list is the place that is named.
                String place = name.endsWith(".sig") ? "SHA256SUMS" : name;
                List<String> found = places();
                assertTrue(found.stream().anyMatch(one -> one.equals(place) || one.startsWith(place + ":")), name + " at " + i + ": " + found);
            }
            Files.write(file, whole);
        }
        assertEquals(List.of(), places());
    }

    @Test
    void whatIsAddedOrTakenAwayIsNamed() throws IOException {
        Files.writeString(model.resolve("more"), "");
        Files.delete(model.resolve("README.md"));
        assertEquals(List.of("README.md", "more"), places());
        assertEquals("[README.md: missing, more: added: not in SHA256SUMS]",
                assertInstanceOf(Verdict.Broken.class, SignedDirectory.verify(model, Optional.empty())).faults().toString());
        Files.delete(model.resolve("SHA256SUMS.sig"));
        assertEquals(List.of("SHA256SUMS.sig"), places());
        Files.delete(model.resolve("SHA256SUMS"));
        Files.delete(model.resolve("SHA256SUMS.pub"));
        assertEquals(List.of("unsigned"), places());
    }

    @Test
    void whoeverSignsAnewIsNotTheOneExpected() throws IOException {
        Files.writeString(model.resolve("README.md"), "# Another\n");
        SignedDirectory.sign(model, SigningKey.create());
        assertEquals(List.of(), places(Optional.empty()), "a directory alone cannot tell");
        assertEquals(List.of("SHA256SUMS.pub"), places());
    }

    @Test
    void keysThatAreNoneAreRefused() throws IOException {
        Path file = folder.resolve("b.key");
        Files.writeString(file, "nothing");
        assertEquals(file + ": 0 blocks '-----BEGIN PRIVATE KEY-----'; needs one", refusal(file));
        Files.writeString(file, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertEquals("%1$s: no b.key.pub beside it; 'openssl pkey -in %1$s -pubout -out %1$s.pub' makes it".formatted(file), refusal(file));
        Files.copy(folder.resolve("a.key.pub"), folder.resolve("b.key.pub"));
        assertEquals(file + ": not a private key of Ed25519 in PKCS#8", refusal(file));
        Files.delete(file);
        Files.delete(folder.resolve("b.key.pub"));
        SigningKey.create().write(file);
        Files.write(folder.resolve("b.key.pub"), Files.readAllBytes(folder.resolve("a.key.pub")));
        assertEquals(file + ".pub: the public half of another key than " + file, refusal(file));
        assertThrows(IOException.class, () -> key.write(file), "a key is not overwritten");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    private static String refusal(Path file) {
        return assertThrows(ProvenanceException.class, () -> SigningKey.read(file)).getMessage();
    }

    /// `openssl genpkey -algorithm ed25519`, `openssl pkey -pubout`, and of its form DER `sha256sum`.
    @Test
    void opensslsKeysAreKeys() throws IOException {
        Path file = Files.writeString(folder.resolve("o.key"), """
                -----BEGIN PRIVATE KEY-----
                MC4CAQAwBQYDK2VwBCIEILENqjQY1xfHC6GZuijLjbj8rA4GGHlMZIWiGFJdCwi8
                -----END PRIVATE KEY-----
                """, StandardCharsets.US_ASCII);
        Files.writeString(folder.resolve("o.key.pub"), """
                -----BEGIN PUBLIC KEY-----
                MCowBQYDK2VwAyEAbKQem9hJSJjnc8dTDVJlKedp5jjGBCTlqukPoH50gZ4=
                -----END PUBLIC KEY-----
                """, StandardCharsets.US_ASCII);
        assertEquals("810b31e699ecfd918d91fb5fee9f889981e294ae639cfdf5bdf17eb90a78a676", SigningKey.read(file).verifying().fingerprint());
    }

    /// Reading one would never end.
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs mkfifo")
    void aPipeIsNoFileOfASignedDirectory() throws IOException, InterruptedException {
        Files.delete(model.resolve("README.md"));
        assertEquals(0, new ProcessBuilder("mkfifo", model.resolve("README.md").toString()).start().waitFor());
        assertEquals(List.of("README.md"), assertTimeoutPreemptively(Duration.ofSeconds(20), () -> places()));
        assertEquals(model.resolve("README.md") + ": not a file, so it cannot be signed", assertTimeoutPreemptively(Duration.ofSeconds(20),
                () -> assertThrows(ProvenanceException.class, () -> SignedDirectory.sign(model, key))).getMessage());
        Files.createSymbolicLink(model.resolve("zero"), Path.of("/dev/zero"));
        assertEquals(List.of("README.md", "zero"), assertTimeoutPreemptively(Duration.ofSeconds(20), () -> places()));
    }
}
