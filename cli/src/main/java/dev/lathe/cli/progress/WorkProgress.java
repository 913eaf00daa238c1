package dev.lathe.cli.progress;

import dev.lathe.cli.terminal.Surroundings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The progress of work that is over at once most times: nothing is shown of its first seconds.
public final class WorkProgress implements AutoCloseable {
    private static final Duration UNSEEN = Duration.ofSeconds(2);

    private final Surroundings surroundings;
    private final String task;
    private long total;
    private final LongSupplier nanoTime;
    private final long start;
    private long done;
    private Optional<Progress> shown = Optional.empty();

    /// @param task what is being done, such as "embedding"
    /// @param total how many things there are to do; 0 if nobody knows
    public WorkProgress(Surroundings surroundings, String task, long total) {
        this(surroundings, task, total, System::nanoTime);
    }

    WorkProgress(Surroundings surroundings, String task, long total, LongSupplier nanoTime) {
        this.surroundings = surroundings;
        this.task = task;
        this.total = total;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /// Some more are done.
    public void add(long more) {
        at(done + more, total);
    }

    /// Some more are done.
    ///
    /// @param of all of them, known only now perhaps
    public void add(long more, long of) {
        at(done + more, of);
    }

    /// So many are done.
    ///
    /// @param of all of them, known only now perhaps; if it changes, other work of the same kind has begun
    public void at(long value, long of) {
        if (of != total) {
            close();
            shown = Optional.empty();
            total = of;
        }
        done = value;
        if (shown.isEmpty() && nanoTime.getAsLong() - start >= UNSEEN.toNanos()) {
            shown = Optional.of(Progress.ofWork(surroundings, task, done, total));
        }
        shown.ifPresent(progress -> progress.at(done, ""));
    }

    @Override
    public void close() {
        shown.ifPresent(Progress::close);
    }
}
