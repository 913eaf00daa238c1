package dev.lathe.serve.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WebhookTest {
    private static final AlertRule RULE = new AlertRule("slow", AlertRule.Metric.QUEUE, Optional.empty(), Optional.empty(), true, 2,
            Duration.ofMinutes(1), Duration.ZERO, "page");
    private static final AlertChange CHANGE = new AlertChange(RULE, true, 3, Instant.parse("2026-01-05T00:00:00Z"));

    private final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
        server.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            Integer status = statuses.poll();
            exchange.sendResponseHeaders(status == null ? 204 : status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Webhook webhook() {
        return new Webhook(URI.create("http://localhost:%d/hook".formatted(server.getAddress().getPort())), Set.of(), Duration.ofMillis(1), said::add);
    }

    @Test
    void anAlertIsPostedAsJson() throws InterruptedException {
        try (Webhook webhook = webhook()) {
            webhook.tell(CHANGE);
            assertEquals("{\"alert\":\"slow\",\"state\":\"firing\",\"severity\":\"page\",\"metric\":\"queue\",\"value\":3.0,\"above\":2.0,"
                    + "\"time\":\"2026-01-05T00:00:00Z\"}", bodies.poll(30, TimeUnit.SECONDS).strip());
        }
    }

    @Test
    void threeTriesAreMadeAndTheLossIsSaid() throws InterruptedException {
        statuses.add(500);
        statuses.add(302);
        statuses.add(500);
        try (Webhook webhook = webhook()) {
            webhook.tell(CHANGE);
            assertEquals("webhook: alert slow is not delivered to localhost after 3 tries", said.poll(30, TimeUnit.SECONDS));
            assertEquals(3, bodies.size());
            webhook.tell(CHANGE);
            bodies.take();
            assertEquals(0, said.size());
        }
    }

    @Test
    void otherHostsMustBeNamed() {
        Webhook.requireAllowed(URI.create("https://Alerts.example.org/x"), Set.of("alerts.example.org"));
        Webhook.requireAllowed(URI.create("http://127.0.0.1:9/x"), Set.of());
        assertEquals("webhook https://example.org/x: host example.org is not allowed; name it with --webhook-host", refused("https://example.org/x"));
        assertEquals("webhook http://localhost.example.org/: host localhost.example.org is not allowed; name it with --webhook-host",
                refused("http://localhost.example.org/"));
        assertEquals("webhook file:///x: needs http://HOST\u2026 or https://HOST\u2026", refused("file:///x"));
        assertEquals("webhook http://localhost@example.org/: needs http://HOST\u2026 or https://HOST\u2026", refused("http://localhost@example.org/"));
    }

    private static String refused(String address) {
        return assertThrows(IllegalArgumentException.class, () -> Webhook.requireAllowed(URI.create(address), Set.of())).getMessage();
    }
}
