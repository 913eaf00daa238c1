package dev.lathe.serve.jetty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.serve.http.Content;
import dev.lathe.serve.http.Handler;
import dev.lathe.serve.http.Response;
import dev.lathe.testkit.Certificates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// TLS from PEM files, asked by the JDK's client. `keytool` makes the certificates.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class TlsTest {
    private Path folder;
    private Certificates made;
    private final List<String> asked = new ArrayList<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @BeforeAll
    void makeCertificates(@TempDir Path temporary) throws IOException, InterruptedException, GeneralSecurityException {
        folder = temporary;
        made = new Certificates(folder);
        made.make("rsa", "RSA");
        made.make("ec", "EC");
        made.make("client", "EC");
        made.make("stranger", "EC");
        Files.writeString(folder.resolve("junk.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    }

    private static boolean leaves(CompletableFuture<Void> departure) {
        try {
            departure.get(1500, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private TlsFiles files(String certificate, String key, String... clients) {
        return new TlsFiles(folder.resolve(certificate), folder.resolve(key), clients.length == 0 ? Optional.empty() : Optional.of(folder.resolve(clients[0])), told::add);
    }

    private JettyHost host(TlsFiles files) throws IOException {
        Handler handler = request -> {
            asked.add(request.path());
            byte[] body = request.body().read(1 << 22, _ -> { });
            return Response.ok(Content.text("text/plain", body.length == 0 ? "hello" : body.length + (leaves(request.departure()) ? " left" : " stayed")));
        };
        return JettyHost.start(handler, new Rehearsal(handler, List.of()), "localhost", 0, Optional.of(files), Duration.ofSeconds(5));
    }

    private SSLContext context(String trusted, String own) throws IOException, GeneralSecurityException {
        var authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        authorities.setCertificateEntry("server", made.store(trusted).getCertificate(trusted));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authorities);
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own.isEmpty() ? null : made.store(own), own.isEmpty() ? null : Certificates.PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static String get(JettyHost host, SSLContext context, String scheme) throws IOException, InterruptedException {
        try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(context).build()) {
            return client.send(HttpRequest.newBuilder(URI.create("%s://localhost:%d/x".formatted(scheme, host.port()))).build(),
                    HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    @Test
    void keysOfEitherKindServe() throws IOException, InterruptedException, GeneralSecurityException {
        for (String kind : List.of("rsa", "ec")) {
            try (var host = host(files(kind + ".crt", kind + ".key"))) {
                assertEquals("hello", get(host, context(kind, ""), "https"));
                assertThrows(IOException.class, () -> get(host, context("stranger", ""), "https"), "who trusts another");
                assertThrows(IOException.class, () -> get(host, context(kind, ""), "http"), "in clear");
            }
        }
    }

    @Test
    void aBodyOfManyRecordsArrivesAndItsClientIsNotTakenForOneThatLeft() throws IOException, InterruptedException, GeneralSecurityException {
        try (var host = host(files("ec.crt", "ec.key")); var client = HttpClient.newBuilder().sslContext(context("ec", "")).build()) {
            var request = HttpRequest.newBuilder(URI.create("https://localhost:%d/x".formatted(host.port())))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[1_000_000])).build();
            assertEquals("1000000 stayed", client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        }
    }

    @Test
    void onlyClientsWithACertificateOfTheAuthorityAreLetIn() throws IOException, InterruptedException, GeneralSecurityException {
        try (var host = host(files("ec.crt", "ec.key", "client.crt"))) {
            assertEquals("hello", get(host, context("ec", "client"), "https"));
            int before = asked.size();
            assertThrows(IOException.class, () -> get(host, context("ec", ""), "https"), "without one");
            assertThrows(IOException.class, () -> get(host, context("ec", "stranger"), "https"), "with another's");
            assertEquals(before, asked.size(), "no handler saw them");
        }
    }

    private void copy(String from, String to) throws IOException {
        Files.copy(folder.resolve(from), folder.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aCertificateThatHasChangedIsReadAgain() throws IOException, InterruptedException, GeneralSecurityException {
        copy("rsa.crt", "own.crt");
        copy("rsa.key", "own.key");
        try (var host = host(files("own.crt", "own.key"))) {
            assertEquals("hello", get(host, context("rsa", ""), "https"));
            copy("ec.crt", "own.crt");
            String unpaired = told.poll(30, TimeUnit.SECONDS);
            assertEquals("tls: the certificate stays as it was: %s: not the key to the first certificate of %s".formatted(
                    folder.resolve("own.key"), folder.resolve("own.crt")), unpaired);
            assertEquals("hello", get(host, context("rsa", ""), "https"), "what cannot be used changes nothing");
            copy("ec.key", "own.key");
            assertEquals("tls: %s has been read again".formatted(folder.resolve("own.crt")), told.poll(30, TimeUnit.SECONDS));
            assertEquals("hello", get(host, context("ec", ""), "https"));
            assertThrows(IOException.class, () -> get(host, context("rsa", ""), "https"), "the old one is gone");
        }
    }

    @Test
    void authoritiesOfClientsThatHaveChangedAreReadAgain() throws IOException, InterruptedException, GeneralSecurityException {
        copy("client.crt", "authorities.crt");
        try (var host = host(files("ec.crt", "ec.key", "authorities.crt"))) {
            assertEquals("hello", get(host, context("ec", "client"), "https"));
            copy("stranger.crt", "authorities.crt");
            assertEquals("tls: %s has been read again".formatted(folder.resolve("ec.crt")), told.poll(30, TimeUnit.SECONDS));
            assertEquals("hello", get(host, context("ec", "stranger"), "https"));
            assertThrows(IOException.class, () -> get(host, context("ec", "client"), "https"), "taken away");
            assertThrows(IOException.class, () -> get(host, context("ec", ""), "https"), "one is needed as before");
        }
    }

    @Test
    void filesThatCannotBeUsedAreOneLine() throws IOException, GeneralSecurityException {
        refused("%s: not the key to the first certificate of %s".formatted(folder.resolve("ec.key"), folder.resolve("rsa.crt")), files("rsa.crt", "ec.key"));
        refused("%s: not the key to the first certificate of %s".formatted(folder.resolve("client.key"), folder.resolve("ec.crt")), files("ec.crt", "client.key"));
        refused(folder.resolve("ec.key") + ": no certificate; needs PEM, '-----BEGIN CERTIFICATE-----'", files("ec.key", "ec.key"));
        refused(folder.resolve("ec.crt") + ": 0 keys; needs one, in PEM, '-----BEGIN PRIVATE KEY-----'", files("ec.crt", "ec.crt"));
        refused(folder.resolve("junk.pem") + ": certificate 1 cannot be read", files("junk.pem", "ec.key"));
        refused(folder.resolve("junk.pem") + ": certificate 1 cannot be read", files("ec.crt", "ec.key", "junk.pem"));
        made.pem("old.key", "RSA PRIVATE KEY", new byte[] {1, 2, 3});
        refused(folder.resolve("old.key") + ": a key of the form 'RSA PRIVATE KEY'; needs PKCS#8 without a password: openssl pkcs8 -topk8 -nodes",
                files("rsa.crt", "old.key"));
        made.pem("junk.key", "PRIVATE KEY", new byte[] {1, 2, 3});
        refused(folder.resolve("junk.key") + ": the key cannot be read; needs RSA, EC or Ed25519", files("rsa.crt", "junk.key"));
        Files.writeString(folder.resolve("no64.key"), "-----BEGIN PRIVATE KEY-----\nA=A\n-----END PRIVATE KEY-----\n");
        String said = assertThrows(IOException.class, () -> host(files("rsa.crt", "no64.key"))).getMessage();
        assertTrue(said.startsWith(folder.resolve("no64.key") + ": "), said);
        assertThrows(NoSuchFileException.class, () -> host(files("none.crt", "ec.key")));
    }

    private void refused(String message, TlsFiles files) {
        assertEquals(message, assertThrows(IOException.class, () -> host(files)).getMessage());
    }
}
