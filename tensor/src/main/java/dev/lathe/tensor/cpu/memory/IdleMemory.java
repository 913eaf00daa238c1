package dev.lathe.tensor.cpu.memory;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/// Lets go of memory that a burst of calls has left behind.
///
/// What is free serves the next call, so that a warm step allocates nothing. What nobody has wanted for
/// [#QUIET_SECONDS] is dropped, the longest unwanted first, until no more than a limit is left.
public final class IdleMemory {
    static final long QUIET_SECONDS = 10;

    private final long limitBytes;
    private final LongSupplier clock;
    private final Executor later;
    private final List<Reserve> reserves;
    private final AtomicBoolean lookDue = new AtomicBoolean();

    /// Memory of one kind that is free at the moment. Pieces are taken newest first.
    public interface Reserve {
        /// Bytes that are free.
        long bytes();

        /// Drops the piece that has been free for longest if it was given back before `nanos` of the clock.
        ///
        /// @return whether there was one
        boolean dropOldestBefore(long nanos);
    }

    /// @param limitBytes that may stay however long nobody wants them
    public IdleMemory(long limitBytes, List<Reserve> reserves) {
        this(limitBytes, reserves, System::nanoTime,
                CompletableFuture.delayedExecutor(QUIET_SECONDS, TimeUnit.SECONDS));
    }

    /// @param clock nanoseconds, the one that the reserves use
    /// @param later runs a task when [#QUIET_SECONDS] have passed
    public IdleMemory(long limitBytes, List<Reserve> reserves, LongSupplier clock, Executor later) {
        this.limitBytes = limitBytes;
        this.reserves = List.copyOf(reserves);
        this.clock = clock;
        this.later = later;
    }

    /// To be called when a step or a prediction has given its memory back.
    void givenBack() {
        if (!lookDue.get() && bytes() > limitBytes && lookDue.compareAndSet(false, true)) {
            lookLater();
        }
    }

    /// Bytes that are free at the moment.
    public long bytes() {
        long total = 0;
        for (Reserve reserve : reserves) {
            total += reserve.bytes();
        }
        return total;
    }

    /// A backend that nobody has any more is not kept in memory for this.
    private void lookLater() {
        var self = new WeakReference<>(this);
        later.execute(() -> {
            IdleMemory idle = self.get();
            if (idle != null) {
                idle.look();
            }
        });
    }

    private void look() {
        long quietSince = clock.getAsLong() - TimeUnit.SECONDS.toNanos(QUIET_SECONDS);
        for (Reserve reserve : reserves) {
            while (bytes() > limitBytes && reserve.dropOldestBefore(quietSince)) {
                // The next one, until few enough are left.
            }
        }
        if (bytes() > limitBytes) {
            lookLater();
        } else {
            lookDue.set(false);
            givenBack();
        }
    }
}
