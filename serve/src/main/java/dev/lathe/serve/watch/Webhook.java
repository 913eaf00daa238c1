package dev.lathe.serve.watch;

import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Tells an address of alerts, by `POST` of a JSON object, in a thread of its own. What it cannot deliver it says once and drops.
///
/// It connects to this machine and to hosts that whoever runs the server has named, and follows no redirection elsewhere.
public final class Webhook implements AutoCloseable {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int WAITING = 64;
    private static final int TRIES = 3;
    private static final Duration TIME = Duration.ofSeconds(5);

    private final URI address;
    private final Duration pause;
    private final Consumer<String> said;
    private final BlockingQueue<AlertChange> changes = new ArrayBlockingQueue<>(WAITING);
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIME).followRedirects(HttpClient.Redirect.NEVER).build();
    private final Thread thread;

    /// @param hosts that may be told beside this machine
    /// @param pause before the second try; the third waits twice as long
    /// @param said told of what was not delivered
    /// @throws IllegalArgumentException if the address is none of HTTP, or of another host
    public Webhook(URI address, Set<String> hosts, Duration pause, Consumer<String> said) {
        requireAllowed(address, hosts);
        this.address = address;
        this.pause = pause;
        this.said = said;
        thread = Thread.ofVirtual().name("lathe-webhook").start(this::deliver);
    }

    /// @throws IllegalArgumentException if the address is none of HTTP, or of another host
    public static void requireAllowed(URI address, Set<String> hosts) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
        if (!Set.of("http", "https").contains(scheme) || address.getHost() == null || address.getUserInfo() != null) {
            throw new IllegalArgumentException("webhook %s: needs http://HOST… or https://HOST…".formatted(address));
        }
        if (!LOOPBACK.contains(host) && hosts.stream().noneMatch(host::equalsIgnoreCase)) {
            throw new IllegalArgumentException("webhook %s: host %s is not allowed; name it with --webhook-host".formatted(address, host));
        }
    }

    /// Waits for nothing.
    public void tell(AlertChange change) {
        if (!changes.offer(change)) {
            said.accept("webhook: too many alerts wait; %s is not delivered".formatted(change.rule().name()));
        }
    }

    private void deliver() {
        try {
            while (true) {
                AlertChange change = changes.take();
                if (!isDelivered(change)) {
                    said.accept("webhook: alert %s is not delivered to %s after %d tries".formatted(
                            change.rule().name(), address.getHost(), TRIES));
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isDelivered(AlertChange change) throws InterruptedException {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            if (attempt > 0) {
                TimeUnit.MILLISECONDS.sleep(pause.toMillis() * attempt);
            }
            try {
                var request = HttpRequest.newBuilder(address).timeout(TIME).header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body(change))).build();
                int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
                if (status / 100 == 2) {
                    return true;
                }
            } catch (IOException unreachable) {
                // Tried again, and told of when the last try has failed.
                continue;
            }
        }
        return false;
    }

    private static byte[] body(AlertChange change) throws IOException {
        AlertRule rule = change.rule();
        return JsonWriter.object(JsonLayout.LINE, json -> {
            json.writeStringField("alert", rule.name());
            json.writeStringField("state", change.firing() ? "firing" : "resolved");
            json.writeStringField("severity", rule.severity());
            json.writeStringField("metric", rule.metric().word());
            json.writeNumberField("value", change.value());
            json.writeNumberField(rule.above() ? "above" : "below", rule.bound());
            json.writeStringField("time", change.time().toString());
        });
    }

    @Override
    public void close() {
        thread.interrupt();
        client.shutdownNow();
    }
}
