package dev.lathe.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.TextEmbedder;
import dev.lathe.serve.api.Limits;
import dev.lathe.serve.model.ServedModel;
import dev.lathe.serve.model.ServedModels;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The server through its socket, on this machine.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LatheServerTest {
    private final Device device = Device.cpu(2);
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Throwable> mistakes = Collections.synchronizedList(new ArrayList<>());
    private Path directory;
    private LatheServer server;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        directory = temporary;
        var options = ServeOptions.USUAL.withPort(0).withLimits(Limits.USUAL.withBodyBytes(100_000).withTime(Duration.ofMinutes(3)));
        server = LatheServer.start(TinyModels.open(directory, device), options, "1", mistakes::add);
    }

    @AfterAll
    void stop() {
        server.close();
        client.close();
        device.close();
        assertEquals(List.of(), mistakes);
    }

    private HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:%d%s".formatted(server.port(), path)))
                .header("Content-Type", "application/json");
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return client.send(at(path).POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /// What the server says to bytes that no client would send.
    private String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            var answer = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            in.transferTo(answer);
            return answer.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void answersOverHttpAreThoseOfTheModel() throws IOException, InterruptedException {
        HttpResponse<String> response = post("/v1/embeddings", "{\"input\":\"the soup\"}");
        assertEquals(200, response.statusCode());
        assertEquals("application/json", response.headers().firstValue("content-type").orElseThrow());
        assertEquals("4", response.headers().firstValue("x-compute-tokens").orElseThrow());
        try (var embedder = TextEmbedder.load(directory.resolve("embed"))) {
            assertArrayEquals(embedder.embed("the soup"), Json.floats(Json.at(response.body(), "data", 0, "embedding")));
        }
        assertTrue(response.headers().firstValue("server").isEmpty(), "nobody need know what serves");
    }

    @Test
    void aConnectionServesManyRequestsInTurn() throws IOException, InterruptedException {
        for (int i = 0; i < 50; i++) {
            assertEquals(200, post("/embed", "{\"inputs\":\"the soup\"}").statusCode());
        }
        HttpResponse<String> page = client.send(at("/").build(), HttpResponse.BodyHandlers.ofString());
        assertTrue(page.body().contains("<title>Lathe</title>"), page.body());
    }

    @Test
    void bodiesAndHeadersHaveLimits() throws IOException, InterruptedException {
        assertEquals(413, post("/embed", "{\"inputs\":\"" + "a".repeat(100_000) + "\"}").statusCode());
        var chunked = at("/embed").POST(HttpRequest.BodyPublishers.ofInputStream(
                () -> new ByteArrayInputStream(new byte[150_000]))).build();
        assertEquals(413, client.send(chunked, HttpResponse.BodyHandlers.ofString()).statusCode());
        String huge = raw("GET /health HTTP/1.1\r\nHost: localhost\r\nX-A: " + "a".repeat(20_000) + "\r\n\r\n");
        assertTrue(huge.startsWith("HTTP/1.1 431 "), huge);
        assertTrue(huge.contains("\"error_type\":\"validation\""), huge);
    }

    @Test
    void nonsenseIsRefusedWithoutATrace() throws IOException {
        String answer = raw("GET / HTP/9\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 400 ") || answer.startsWith("HTTP/1.1 505 "), answer);
        assertTrue(!answer.contains("jetty"), answer);
        assertTrue(raw("GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").startsWith("HTTP/1.1 4"));
    }

    @Test
    void requestsThatCloselyFollowEachOtherAreAllAnswered() throws IOException {
        String one = "POST /embed HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 14\r\n%s\r\n{\"inputs\":\"a\"}";
        String answers = raw(one.formatted("") + one.formatted("") + one.formatted("Connection: close\r\n"));
        assertEquals(3, answers.split("HTTP/1.1 200 OK", -1).length - 1, answers);
    }

    @Test
    void aPortThatIsTakenIsSaidInALine() throws IOException {
        var models = new ServedModels(List.of(ServedModel.open("a", ModelDirectory.open(directory.resolve("embed")), device)));
        IOException failure = assertThrows(IOException.class,
                () -> LatheServer.start(models, ServeOptions.USUAL.withPort(server.port()), "1", mistakes::add));
        assertEquals("localhost:%d: the port is taken, or not yours to take".formatted(server.port()), failure.getMessage());
    }

    @Test
    void closingWaitsForWhatIsInWork() throws IOException, InterruptedException {
        var models = new ServedModels(List.of(ServedModel.open("a", ModelDirectory.open(directory.resolve("embed")), device)));
        var closing = LatheServer.start(models, ServeOptions.USUAL.withPort(0).withGrace(Duration.ofSeconds(60)), "1", mistakes::add);
        String body = "{\"inputs\":[" + String.join(",", Collections.nCopies(2000, "\"the soup was cold\"")) + "]}";
        URI uri = URI.create("http://localhost:%d/embed".formatted(closing.port()));
        var request = HttpRequest.newBuilder(uri).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build();
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        while (closing.inWork() == 0 && !answer.isDone()) {
            Thread.onSpinWait();
        }
        closing.close();
        assertEquals(200, answer.join().statusCode());
        assertThrows(IOException.class, () -> client.send(request, HttpResponse.BodyHandlers.ofString()));
    }

    /// Not each time: a fast machine may have answered before it sees that nobody waits.
    @Test
    void aClientThatLeavesIsNoticed() throws IOException, InterruptedException {
        int before = gone();
        for (int attempt = 0; attempt < 100 && gone() == before; attempt++) {
            leave();
        }
        assertTrue(gone() > before, "100 clients left and nobody noticed");
    }

    private void leave() throws IOException {
        String body = "{\"inputs\":[" + String.join(",", Collections.nCopies(2000, "\"" + "a ".repeat(22) + "\"")) + "]}";
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(("POST /embed HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                    .formatted(body.length(), body)).getBytes(StandardCharsets.ISO_8859_1));
            while (server.inWork() == 0) {
                Thread.onSpinWait();
            }
        }
        while (server.inWork() > 0) {
            Thread.onSpinWait();
        }
    }

    private int gone() throws IOException, InterruptedException {
        String metrics = client.send(at("/metrics").build(), HttpResponse.BodyHandlers.ofString()).body();
        return metrics.lines().filter(line -> line.startsWith("lathe_requests_total{") && line.contains("status=\"499\""))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }
}
