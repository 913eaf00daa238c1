package dev.lathe.cli.load;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
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

    private final Supplier<LoadConnection> connections;
    private final List<byte[]> bodies;
    private final LoadPlan plan;
    private final ConcurrentHistogram answered = new ConcurrentHistogram(LoadPlan.PATIENCE.toNanos() * 60 / MICRO, DIGITS);
    private final Map<String, Long> failures = new ConcurrentHashMap<>();
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong latest = new AtomicLong();
    private long start;

    private Load(Supplier<LoadConnection> connections, List<byte[]> bodies, LoadPlan plan) {
        this.connections = connections;
        this.bodies = bodies;
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
        return new Load(() -> LoadConnection.to(url, key), bodies, plan).run();
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
    private void warmUp() throws IOException {
        try (LoadConnection connection = connections.get()) {
            for (long i = 0; i < Math.max(1, plan.warmUp()); i++) {
                connection.ask(body(i));
            }
        }
    }

    private byte[] body(long number) {
        return bodies.get((int) (number % bodies.size()));
    }

    private void send() {
        try (LoadConnection connection = connections.get()) {
            for (long number = next.getAndIncrement(); number < plan.requests(); number = next.getAndIncrement()) {
                long due = due(number);
                if (due - start >= plan.time().toNanos()) {
                    return;
                }
                if (!waitedUntil(due) || !sent(connection, body(number), due)) {
                    return;
                }
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
    private boolean sent(LoadConnection connection, byte[] body, long due) {
        try {
            int status = connection.ask(body).status();
            if (status == OK) {
                answered.recordValue(Math.min((System.nanoTime() - due) / MICRO, answered.getHighestTrackableValue()));
            } else {
                failures.merge(String.valueOf(status), 1L, Long::sum);
            }
        } catch (IOException e) {
            // Who interrupts a thread closes the socket that it reads from.
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
            failures.merge(NO_ANSWER, 1L, Long::sum);
        }
        return true;
    }
}
