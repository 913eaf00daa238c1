package dev.lathe.serve.federation;

import dev.lathe.trust.federation.FederationException;
import dev.lathe.trust.federation.remote.Line;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Where orders for a client wait until it calls for them, and its reply until it is there. A client of which nothing was heard for some time is gone.
final class ClientLine implements Line {
    /// A process that calls every second and has not called for so long may be replaced by another one of the same name.
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK_MILLIS = 500;

    private final Duration patience;
    private String process = "";
    private long heard = System.nanoTime();
    private int number;
    private Optional<byte[]> order = Optional.empty();
    private Optional<byte[]> reply = Optional.empty();
    private boolean over;
    private boolean toldTheEnd;

    /// @param patience after the last sign of the client
    ClientLine(Duration patience) {
        this.patience = patience;
    }

    /// An order that waits.
    ///
    /// @param number that the reply has to name
    record Pending(int number, byte[] order) {}

    @Override
    public synchronized byte[] ask(byte[] bytes) {
        number++;
        order = Optional.of(bytes);
        reply = Optional.empty();
        notifyAll();
        try {
            while (reply.isEmpty()) {
                if (System.nanoTime() - heard > patience.toNanos()) {
                    throw new FederationException("no sign of it for %d seconds".formatted(patience.toSeconds()));
                }
                wait(LOOK_MILLIS);
            }
            return reply.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FederationException("interrupted");
        } finally {
            order = Optional.empty();
            reply = Optional.empty();
        }
    }

    /// @param by the process that calls
    /// @return whether it may: no other one of this name is there
    synchronized boolean join(String by) {
        boolean free = process.isEmpty() || process.equals(by) || System.nanoTime() - heard > SILENT_NANOS;
        if (free) {
            process = by;
            heard = System.nanoTime();
        }
        return free;
    }

    /// Whether the process is the one that has joined; it is heard.
    synchronized boolean hears(String by) {
        boolean known = process.equals(by);
        if (known) {
            heard = System.nanoTime();
        }
        return known;
    }

    /// Whether a process that is at work is the one that has joined. Where nobody has, as after a new start of the server, it is heard all the same: it
    /// joins again when its work is done, which may take longer than the patience.
    synchronized boolean lives(String by) {
        if (process.isEmpty()) {
            heard = System.nanoTime();
        }
        return hears(by);
    }

    /// The order that is not replied to yet, also if it was told before: whoever asks again has lost it.
    synchronized Optional<Pending> next(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (order.isEmpty() && !over && System.nanoTime() < end) {
            wait(Math.max(1, Math.min(LOOK_MILLIS, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()))));
        }
        heard = System.nanoTime();
        return order.map(bytes -> new Pending(number, bytes));
    }

    /// @return whether the order was still waited for
    synchronized boolean reply(int to, byte[] bytes) {
        boolean waited = order.isPresent() && to == number;
        if (waited) {
            reply = Optional.of(bytes);
            // At once: the client's next call comes before the one who asks wakes up, and would be told the same again.
            order = Optional.empty();
            notifyAll();
        }
        return waited;
    }

    /// Nothing will be asked any more.
    synchronized void end() {
        over = true;
        notifyAll();
    }

    /// It knows that all is over.
    synchronized void toldTheEnd() {
        toldTheEnd = true;
    }

    /// Whether a client is there that does not know it yet.
    synchronized boolean isWaiting() {
        return !process.isEmpty() && !toldTheEnd && System.nanoTime() - heard < SILENT_NANOS;
    }
}
