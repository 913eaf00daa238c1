package dev.lathe.cli.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lathe.cli.CommandRun;
import dev.lathe.cli.terminal.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BenchServeCommandTest {
    private static final String END = System.lineSeparator();

    @TempDir
    private Path folder;

    /// Answers what is asked, and stops for a time when it is told to.
    private static final class Answering implements AutoCloseable {
        final AtomicInteger asked = new AtomicInteger();
        final Set<String> bodies = Collections.synchronizedSet(new TreeSet<>());
        private final HttpServer server;
        private final int stopsAt;
        private final int status;

        Answering(int status, int stopsAt) throws IOException {
            this.status = status;
            this.stopsAt = stopsAt;
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::answer);
            // One at a time: who comes while it stops waits.
            server.setExecutor(Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory()));
            server.start();
        }

        private void answer(HttpExchange exchange) throws IOException {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).strip());
            if (asked.incrementAndGet() == stopsAt) {
                stop();
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        }

        private static void stop() {
            try {
                assertTrue(!new CountDownLatch(1).await(600, TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        String url(String path) {
            return "http://localhost:%d%s".formatted(server.getAddress().getPort(), path);
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private CommandRun run(String... arguments) {
        return CommandRun.inProcess(Map.of(), arguments);
    }

    private Path texts() throws IOException {
        return Files.writeString(folder.resolve("texts.txt"), "one\ntwo \"quoted\"\n");
    }

    private JsonNode report(String... more) throws IOException {
        var arguments = new ArrayList<>(List.of("bench-serve", "--data", texts().toString(), "--json"));
        arguments.addAll(List.of(more));
        CommandRun run = run(arguments.toArray(String[]::new));
        assertEquals(ExitCode.DONE, run.code(), run.err());
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    void sendsEachTextInTurnAndNoMoreThanItIsTold() throws IOException {
        try (var server = new Answering(200, 0)) {
            JsonNode report = report("--url", server.url("/v1/embeddings"), "--requests", "30", "--warm-up", "2", "--connections", "3", "--model", "m");
            assertEquals(32, server.asked.get());
            assertEquals(Set.of("{\"input\":\"one\",\"model\":\"m\"}", "{\"input\":\"two \\\"quoted\\\"\",\"model\":\"m\"}"), server.bodies);
            assertEquals("closed", report.get("loop").asText());
            assertEquals(30, report.get("answered").asInt());
            assertEquals("{}", report.get("failed").toString());
            assertTrue(report.get("latency_ms").get("p50").asDouble() <= report.get("latency_ms").get("max").asDouble(), report.toString());
        }
    }

    @Test
    void anOpenLoopCountsWhatWaitsWhileTheServerStops() throws IOException {
        try (var open = new Answering(200, 20); var closed = new Answering(200, 20)) {
            // 600 ms of 2 s: of 200 answers some 60 were due then, and waited 300 ms on average.
            JsonNode counted = report("--url", open.url("/predict"), "--requests", "200", "--rate", "100", "--connections", "4", "--warm-up", "0");
            JsonNode left = report("--url", closed.url("/predict"), "--requests", "200", "--connections", "4", "--warm-up", "0");
            assertEquals("open", counted.get("loop").asText());
            assertEquals(200, counted.get("answered").asInt());
            assertTrue(counted.get("latency_ms").get("p90").asDouble() > 200, counted.toString());
            assertTrue(left.get("latency_ms").get("p95").asDouble() < 200, left.toString());
            assertTrue(left.get("latency_ms").get("max").asDouble() > 500, left.toString());
            assertTrue(counted.get("latest_ms").asDouble() > 200, counted.toString());
        }
    }

    @Test
    void whatIsNotAnsweredIsCountedByItsStatus() throws IOException {
        try (var server = new Answering(429, 0)) {
            CommandRun run = run("bench-serve", "--url", server.url("/predict"), "--data", texts().toString(), "--requests", "5");
            assertEquals(ExitCode.FAILED, run.code());
            assertTrue(run.out().contains("failed        5 {429=5}"), run.out());
        }
    }

    @Test
    void whatCannotBeAskedIsALine() throws IOException {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        String url = "http://localhost:" + free + "/predict";
        String texts = texts().toString();
        assertEquals("lathe: %s: nobody answers there; 'lathe serve' starts a server%s".formatted(url, END),
                run("bench-serve", "--url", url, "--data", texts).err());
        assertEquals("lathe: --url localhost: needs http://HOST:PORT/ROUTE; see 'lathe bench-serve --help'" + END,
                run("bench-serve", "--url", "localhost", "--data", texts).err());
        assertEquals("lathe: --connections 0: needs 1 to 10000; see 'lathe bench-serve --help'" + END,
                run("bench-serve", "--url", url, "--data", texts, "--connections", "0").err());
        assertEquals("lathe: --rate 0.0: needs more than 0, at most 1000000 a second; see 'lathe bench-serve --help'" + END,
                run("bench-serve", "--url", url, "--data", texts, "--rate", "0.0").err());
        assertEquals("lathe: --seconds 0: needs 1 to 86400; see 'lathe bench-serve --help'" + END,
                run("bench-serve", "--url", url, "--data", texts, "--seconds", "0").err());
        Path empty = Files.writeString(folder.resolve("empty.txt"), "");
        assertEquals("lathe: %s: no texts%s".formatted(empty, END), run("bench-serve", "--url", url, "--data", empty.toString()).err());
    }
}
