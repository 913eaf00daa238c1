package dev.lathe.cli.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;

/// Sends requests as a plan says, and takes the times of the answers.
///
/// In a closed loop a slow answer keeps the next request back, so that of a server that stops for a second a single request tells: what clients who
/// come when they like would have seen is not in the numbers. In an open loop each request is due at a time that is known before; if all connections
/// are taken it waits, and its time counts from when it was due. So nothing is left out (Tene, 2013, on coordinated omission).
public final class Load {
    private static final int DIGITS = 3;
    private static final long MICRO = 1_000;
    private static final int OK = 200;
    private static final String NO_ANSWER = "none";

    private final HttpClient client;
    private final List<HttpRequest> requests;
    private final LoadPlan plan;
    private final ConcurrentHistogram answered = new ConcurrentHistogram(LoadPlan.PATIENCE.toNanos() * 60 / MICRO, DIGITS);
    private final Map<String, Long> failures = new ConcurrentHashMap<>();
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong latest = new AtomicLong();
    private long start;

    private Load(HttpClient client, List<HttpRequest> requests, LoadPlan plan) {
        this.client = client;
        this.requests = requests;
        this.plan = plan;
    }

    /// Runs one.
    ///
    /// @param url that is asked
    /// @param key that it is asked with
    /// @param bodies JSON, sent in turn, again and again; one at least
    /// @throws IOException if the first request gets no answer
    /// @throws InterruptedException if it is to be given up
    public static LoadReport run(URI url, Optional<String> key, List<byte[]> bodies, LoadPlan plan) throws IOException, InterruptedException {
        List<HttpRequest> requests = bodies.stream().map(body -> request(url, key, body)).toList();
        try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return new Load(client, requests, plan).run();
        }
    }

    private static HttpRequest request(URI url, Optional<String> key, byte[] body) {
        var request = HttpRequest.newBuilder(url).header("Content-Type", "application/json").timeout(LoadPlan.PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        key.ifPresent(own -> request.header("Authorization", "Bearer " + own));
        return request.build();
    }

    private LoadReport run() throws IOException, InterruptedException {
        warmUp();
        start = System.nanoTime();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < plan.connections(); i++) {
            threads.add(Thread.ofVirtual().name("lathe-load-" + i).start(this::send));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return new LoadReport(plan, answered, failures, System.nanoTime() - start, latest.get());
    }

    /// One after another; the first shows whether there is a server.
    private void warmUp() throws IOException, InterruptedException {
        for (long i = 0; i < Math.max(1, plan.warmUp()); i++) {
            client.send(request(i), HttpResponse.BodyHandlers.discarding());
        }
    }

    private HttpRequest request(long number) {
        return requests.get((int) (number % requests.size()));
    }

    private void send() {
        for (long number = next.getAndIncrement(); number < plan.requests(); number = next.getAndIncrement()) {
            long due = due(number);
            if (due - start >= plan.time().toNanos()) {
                return;
            }
            if (!waitedUntil(due) || !sent(request(number), due)) {
                return;
            }
        }
    }

    /// When a request is to be sent: now, or when its turn is.
    private long due(long number) {
        return plan.isOpen() ? start + Math.round(number * 1e9 / plan.rate().orElseThrow()) : System.nanoTime();
    }

    private boolean waitedUntil(long due) {
        long now = System.nanoTime();
        while (now < due) {
            LockSupport.parkNanos(due - now);
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
            now = System.nanoTime();
        }
        latest.accumulateAndGet(now - due, Math::max);
        return true;
    }

    /// @return false if it is to be given up
    private boolean sent(HttpRequest request, long due) {
        try {
            int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status == OK) {
                answered.recordValue(Math.min((System.nanoTime() - due) / MICRO, answered.getHighestTrackableValue()));
            } else {
                failures.merge(String.valueOf(status), 1L, Long::sum);
            }
        } catch (IOException e) {
            failures.merge(NO_ANSWER, 1L, Long::sum);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return true;
    }
}
