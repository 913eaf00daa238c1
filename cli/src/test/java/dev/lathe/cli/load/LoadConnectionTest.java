package dev.lathe.cli.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.lathe.testkit.Certificates;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LoadConnectionTest {
    private static final byte[] BODY = "{\"inputs\":\"good food\"}".getBytes(StandardCharsets.UTF_8);

    private static final int LENGTH = 100_000;

    @TempDir
    private Path folder;

    private final List<Integer> ports = Collections.synchronizedList(new ArrayList<>());
    private final List<String> heads = Collections.synchronizedList(new ArrayList<>());
    private final List<byte[]> bodies = Collections.synchronizedList(new ArrayList<>());

    /// Answers in chunks, and closes the connection where the path says so.
    private void answer(HttpExchange exchange) throws IOException {
        ports.add(exchange.getRemoteAddress().getPort());
        heads.add("%s %s %s %s %s".formatted(exchange.getRequestMethod(), exchange.getRequestURI(), exchange.getRequestHeaders().getFirst("Host"),
                exchange.getRequestHeaders().getFirst("Content-Type"), exchange.getRequestHeaders().getFirst("Authorization")));
        bodies.add(exchange.getRequestBody().readAllBytes());
        if (exchange.getRequestURI().getPath().equals("/closing")) {
            exchange.getResponseHeaders().set("Connection", "close");
        }
        exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/busy") ? 429 : 200, 0);
        try (var out = exchange.getResponseBody()) {
            out.write(new byte[LENGTH]);
        }
    }

    private HttpServer started(HttpServer server) {
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
        server.start();
        return server;
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static URI url(HttpServer server, String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    private int[] statuses(URI url, Optional<String> key) throws IOException {
        var statuses = new int[3];
        try (LoadConnection connection = LoadConnection.to(url, key)) {
            for (int i = 0; i < statuses.length; i++) {
                LoadConnection.Answer answer = connection.ask(BODY);
                statuses[i] = answer.status();
                assertEquals(LENGTH, answer.body().length);
            }
        }
        return statuses;
    }

    @Test
    void asksAgainOnTheConnectionThatTheServerKeeps() throws IOException {
        HttpServer server = started(HttpServer.create(anyPort(), 0));
        assertArrayEquals(new int[] {200, 200, 200}, statuses(url(server, "/v1/embeddings?a=b%20c"), Optional.of("secret")));
        assertEquals(1, ports.stream().distinct().count(), ports::toString);
        assertEquals("POST /v1/embeddings?a=b%%20c localhost:%d application/json Bearer secret".formatted(server.getAddress().getPort()), heads.getLast());
        assertArrayEquals(BODY, bodies.getLast());
        server.stop(0);
    }

    @Test
    void opensAnotherForOneThatTheServerCloses() throws IOException {
        HttpServer server = started(HttpServer.create(anyPort(), 0));
        assertArrayEquals(new int[] {200, 200, 200}, statuses(url(server, "/closing"), Optional.empty()));
        assertEquals(3, ports.stream().distinct().count(), ports::toString);
        assertTrue(heads.getLast().endsWith(" null"), heads.getLast());
        assertArrayEquals(new int[] {429, 429, 429}, statuses(url(server, "/busy"), Optional.empty()));
        server.stop(0);
    }

    @Test
    void aServerThatBreaksOffOrSpeaksSomethingElseGivesNoAnswer() throws IOException {
        try (var socket = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
                LoadConnection connection = LoadConnection.to(URI.create("http://localhost:" + socket.getLocalPort() + "/"), Optional.empty())) {
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    for (String said : List.of("", "220 mail here\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort", "HTTP/1.1 204 \r\n\r\n")) {
                        try (Socket client = socket.accept()) {
                            assertTrue(client.getInputStream().read(new byte[1000]) > 0);
                            client.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
                        }
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            for (int i = 0; i < 3; i++) {
                assertThrows(IOException.class, () -> connection.ask(BODY));
            }
            assertEquals(204, connection.ask(BODY).status());
        }
    }

    @Test
    void anAnswerThatIsWaitedForTooLongIsGivenUp() throws IOException, InterruptedException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LoadConnection connection = LoadConnection.to(URI.create("http://localhost:" + silent.getLocalPort() + "/"), Optional.empty())) {
            Thread watch = Thread.ofPlatform().daemon().start(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    connection.breakOff(300_000_000);
                }
            });
            long start = System.nanoTime();
            assertThrows(IOException.class, () -> connection.ask(BODY));
            assertTrue(System.nanoTime() - start >= 300_000_000);
            watch.interrupt();
            watch.join();
        }
    }

    @Test
    void aServerThatAnswersNoGreetingOfTlsIsGivenUp() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LoadConnection connection = LoadConnection.to(URI.create("https://localhost:" + silent.getLocalPort() + "/"), Optional.empty(), 300)) {
            assertThrows(SocketTimeoutException.class, () -> connection.ask(BODY));
        }
    }

    @Test
    void nobodyThereIsAnError() throws IOException {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        try (LoadConnection nobody = LoadConnection.to(URI.create("http://localhost:" + free), Optional.empty());
                LoadConnection nowhere = LoadConnection.to(URI.create("http://server.invalid/"), Optional.empty())) {
            assertThrows(ConnectException.class, () -> nobody.ask(BODY));
            assertThrows(UnknownHostException.class, () -> nowhere.ask(BODY));
        }
    }

    @Test
    void aServerWhoseCertificateNobodyVouchesForIsNotAsked() throws IOException, InterruptedException, GeneralSecurityException {
        var certificates = new Certificates(folder);
        certificates.make("server", "EC");
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(certificates.store("server"), Certificates.PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        started(server);
        try (LoadConnection connection = LoadConnection.to(URI.create("https://localhost:" + server.getAddress().getPort() + "/"), Optional.empty())) {
            assertThrows(SSLHandshakeException.class, () -> connection.ask(BODY));
        }
        assertTrue(bodies.isEmpty());
        server.stop(0);
    }
}
