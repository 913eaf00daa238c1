package dev.lathe.tensor.cpu.loops;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Goes over from plain loops to vectors when those are compiled.
///
/// Vector code that is not compiled yet puts every vector on the heap: it is a hundred times slower than later, and
/// thirty times slower than plain loops. So plain loops do the work at first, while one thread of its own runs the vector
/// loops on small arrays until none of them puts vectors on the heap. Both give the same bits, so nobody can tell from a
/// result which ran. Loops that only training uses are not warmed: they start cold after the rest is handed over, which
/// is little beside the time of a training step.
///
/// In a JVM that never compiles vector code the plain loops stay: where it says so at once ([VectorCompiler]), else when the
/// loops' times tell. Some JVMs compile a loop with a rest of its vectors on the heap (C2 without the tiers below it): after a
/// while a loop that is not slower than its plain form is good enough.
public final class HandOver implements AutoCloseable {
    /// The first moments belong to the first prediction, which has use for all cores.
    private static final long GRACE_MILLIS = 500;
    /// Without pauses so long: with a free core all loops are compiled by then.
    private static final long EAGER_NANOS = TimeUnit.SECONDS.toNanos(1);
    /// From so much of the thread's own time on, being about as fast as plain is enough for products; for the small rest
    /// of the work it is at once.
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);
    /// Loops that are slower than plain ones after so much of the thread's own time never will be faster. Time on the
    /// clock would say nothing: on a machine with much to do the thread, or the compiler, may have had none of it.
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Consumer<Loops> receiver;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean complete;
    private final Thread thread = new Thread(this::run, "lathe-cpu-warm-up");

    private HandOver(Consumer<Loops> receiver) {
        this.receiver = receiver;
    }

    /// Starts the thread. The receiver is called on it, with more and more loops in vectors.
    public static HandOver start(Consumer<Loops> receiver) {
        var handOver = new HandOver(receiver);
        handOver.thread.setDaemon(true);
        handOver.thread.start();
        return handOver;
    }

    /// Whether nothing more will be handed over.
    boolean isOver() {
        return !thread.isAlive();
    }

    /// Whether all is handed over.
    boolean isComplete() {
        return complete;
    }

    /// Waits for the end of the warming.
    ///
    /// @return whether it came in this time
    boolean join(Duration atMost) throws InterruptedException {
        return thread.join(atMost);
    }

    /// Ends the warming within a few milliseconds; what is handed over stays so.
    @Override
    public void close() {
        closed.countDown();
    }

    private void run() {
        try {
            if (isClosedWithin(TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS))) {
                return;
            }
            Loops plain = Loops.plain();
            Loops vectors = Loops.best();
            if (vectors.form().equals(plain.form())) {
                return;
            }
            var warmUp = new WarmUp(plain, vectors);
            if (warm(warmUp.ofProducts(), PATIENCE_NANOS)) {
                receiver.accept(new Loops(
                        vectors.form(), plain.rows(), plain.maps(), vectors.tiles(), vectors.packs(), plain.dropout()));
                if (warm(warmUp.ofRowsAndElements(), 0)) {
                    receiver.accept(vectors);
                    complete = true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Runs the loops in turns until all of them are compiled. Where that takes longer than it should, because the compiler
    /// is busy or absent, every other moment is left to others.
    ///
    /// @param patience nanoseconds of the thread's own time before a loop that is not wholly compiled may do
    /// @return whether they are
    private boolean warm(List<WarmUp.Exercise> exercises, long patience) throws InterruptedException {
        var pending = new ArrayList<>(exercises);
        long start = System.nanoTime();
        long pause = 0;
        while (!isClosedWithin(pause)) {
            long before = System.nanoTime();
            long ownTime = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            pending.removeIf(exercise -> closed.getCount() > 0
                    && (exercise.isCompiled() || (ownTime > patience && exercise.isFast())));
            long now = System.nanoTime();
            if (pending.isEmpty()) {
                return true;
            }
            if (ownTime > LIMIT_NANOS) {
                Loops.warn("running without vector instructions: this JVM does not compile them");
                return false;
            }
            pause = now - start < EAGER_NANOS ? 0 : now - before;
        }
        return false;
    }

    private boolean isClosedWithin(long nanos) throws InterruptedException {
        return closed.await(nanos, TimeUnit.NANOSECONDS);
    }
}
