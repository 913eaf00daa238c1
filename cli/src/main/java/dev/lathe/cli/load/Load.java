package dev.lathe.cli.load;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.HdrHistogram.ConcurrentHistogram;

/// Sends requests as a plan says, and takes the times of the answers.
///
/// In a closed loop a slow answer keeps the next request back, so that of a server that stops for a second a single request tells: what clients who
/// come when they like would have seen is not in the numbers. In an open loop each request is due at a time that is known before; if all connections
/// are taken it waits, and its time counts from when it was due. So nothing is left out (Tene, 2013, on coordinated omission).
public final class Load {
    private static final int DIGITS = 3;
    private static final long MICRO = 1_000;
    private static final long LOOK_NANOS = 1_000_000_000;
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

    /// Ends what waits too long, until it is interrupted.
    private static void watch(List<LoadConnection> open) {
        while (!Thread.currentThread().isInterrupted()) {
            open.forEach(connection -> connection.breakOff(LoadPlan.PATIENCE.toNanos()));
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private LoadReport run() throws IOException, InterruptedException {
        List<LoadConnection> open = Stream.generate(connections).limit(plan.connections()).toList();
        Thread watch = Thread.ofVirtual().name("lathe-load-watch").start(() -> watch(open));
        try {
            warmUp(open.getFirst());
            start = System.nanoTime();
            List<Thread> threads = open.stream().map(connection -> Thread.ofVirtual().name("lathe-load").start(() -> send(connection))).toList();
            for (Thread thread : threads) {
                thread.join();
            }
        } finally {
            watch.interrupt();
            open.forEach(LoadConnection::close);
        }
        return new LoadReport(plan, answered, failures, System.nanoTime() - start, latest.get());
    }

    /// One after another; the first shows whether there is a server.
    private void warmUp(LoadConnection connection) throws IOException {
        for (long i = 0; i < Math.max(1, plan.warmUp()); i++) {
            connection.ask(body(i));
        }
    }

    private byte[] body(long number) {
        return bodies.get((int) (number % bodies.size()));
    }

    private void send(LoadConnection connection) {
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
