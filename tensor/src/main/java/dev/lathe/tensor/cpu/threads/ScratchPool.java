package dev.lathe.tensor.cpu.threads;

import dev.lathe.tensor.cpu.memory.IdleMemory;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Scratch memory that no job has at the moment; what was given back last is lent first.
public final class ScratchPool implements IdleMemory.Reserve {
    private final LongSupplier clock;
    private final ConcurrentLinkedDeque<Free> free = new ConcurrentLinkedDeque<>();

    /// @param bytes that the scratch had when it was given back, at `since`
    private record Free(Scratch scratch, long bytes, long since) {}

    public ScratchPool() {
        this(System::nanoTime);
    }

    /// @param clock nanoseconds
    public ScratchPool(LongSupplier clock) {
        this.clock = clock;
    }

    /// Memory for a job or a whole call; to be given back.
    public Scratch borrow() {
        Free last = free.pollFirst();
        return last == null ? new Scratch() : last.scratch;
    }

    public void giveBack(Scratch scratch) {
        free.addFirst(new Free(scratch, scratch.bytes(), clock.getAsLong()));
    }

    @Override
    public long bytes() {
        long total = 0;
        for (Free piece : free) {
            total += piece.bytes;
        }
        return total;
    }

    @Override
    public boolean dropOldestBefore(long nanos) {
        Free oldest = free.peekLast();
        return isBefore(oldest, nanos) && free.removeLastOccurrence(oldest);
    }

    private static boolean isBefore(@Nullable Free piece, long nanos) {
        return piece != null && piece.since - nanos < 0;
    }
}
