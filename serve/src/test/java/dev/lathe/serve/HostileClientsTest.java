package dev.lathe.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.serve.api.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Connections that do what no client of good will does: each is ended, and the next is answered.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileClientsTest {
    private static final String POST = "POST /embed HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    private final Device device = Device.cpu(2);
    private final List<Throwable> mistakes = Collections.synchronizedList(new ArrayList<>());
    private LatheServer server;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        server = LatheServer.start(TinyModels.open(directory, device),
                ServeOptions.USUAL.withPort(0).withLimits(Limits.USUAL.withBodyBytes(100_000)), "1", mistakes::add);
    }

    @AfterAll
    void stop() {
        server.close();
        device.close();
        assertEquals(List.of(), mistakes);
    }

    private Socket connected() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.port());
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// All that the server says until it closes.
    private static String said(Socket socket) throws IOException {
        try (InputStream in = socket.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException reset) {
            return "";
        }
    }

    private void others() throws IOException {
        try (var socket = connected()) {
            write(socket, POST + "Connection: close\r\nContent-Length: 14\r\n\r\n{\"inputs\":\"a\"}");
            String answer = said(socket);
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        }
    }

    @Test
    void manyHalfRequestsKeepNobodyWaiting() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                Socket socket = connected();
                slow.add(socket);
                write(socket, i % 2 == 0 ? "POST /embed HTTP/1.1\r\nHost: loc" : POST + "Content-Length: 50000\r\n\r\n{\"inputs\":\"");
            }
            for (int i = 0; i < 5; i++) {
                others();
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void aBodyOfAGibibyteIsEndedAfterItsLimit() throws IOException {
        long sent = 0;
        try (var socket = connected()) {
            write(socket, POST + "Transfer-Encoding: chunked\r\n\r\n");
            OutputStream out = socket.getOutputStream();
            byte[] chunk = ("10000\r\n" + "a".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
            while (sent < 1L << 30) {
                out.write(chunk);
                sent += chunk.length;
            }
        } catch (SocketException ended) {
            assertTrue(sent < 100L << 20, "%d bytes were taken".formatted(sent));
        }
        try (var socket = connected()) {
            write(socket, POST + "Connection: close\r\nContent-Length: 1073741824\r\n\r\n");
            String answer = said(socket);
            assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
        }
        others();
    }

    @Test
    void whoStopsSendingAndStillReadsIsAnswered() throws IOException {
        try (var socket = connected()) {
            write(socket, POST + "Content-Length: 500\r\n\r\n{\"inputs\":");
            socket.shutdownOutput();
            String answer = said(socket);
            assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 400 "), answer);
        }
        others();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../embed", "/%2e%2e/%2e%2e/etc/passwd", "//embed", "/embed/..;/info", "/embed%00", "/EMBED", "/embed;x=1", "/./embed",
        "/embed%2f", "\\embed", "http://evil.example/embed", "/embed?inputs=a#x", "*"})
    void otherSpellingsOfPathsReachNoFileAndNoSecret(String path) throws IOException {
        try (var socket = connected()) {
            write(socket, "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(path));
            String answer = said(socket);
            assertTrue(answer.startsWith("HTTP/1.1 4"), answer);
            assertTrue(!answer.contains("root:") && !answer.contains("jetty"), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 14\r\nContent-Length: 15\r\n", "Content-Length: -1\r\n", "Content-Length: 0x0e\r\n",
        "Content-Length: 99999999999999999999\r\n", "Transfer-Encoding: chunked\r\nContent-Length: 14\r\n", "Transfer-Encoding: x\r\n"})
    void lengthsThatContradictThemselvesAreRefused(String headers) throws IOException {
        try (var socket = connected()) {
            write(socket, POST + "Connection: close\r\n" + headers + "\r\n{\"inputs\":\"a\"}");
            String answer = said(socket);
            assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 4") || answer.startsWith("HTTP/1.1 501"), answer);
        }
        others();
    }

    @Test
    void bytesOfAnyKindEndTheirOwnConnectionOnly() throws IOException {
        long seed = Long.getLong("test.seed", 9);
        var random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            var bytes = new byte[1 + random.nextInt(600)];
            random.nextBytes(bytes);
            try (var socket = connected()) {
                socket.getOutputStream().write(bytes);
                socket.shutdownOutput();
                String answer = said(socket);
                assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 4") || answer.startsWith("HTTP/1.1 505"), answer + " -Dtest.seed=" + seed);
            } catch (SocketException reset) {
                assertTrue(bytes.length > 0);
            }
        }
        others();
    }
}
