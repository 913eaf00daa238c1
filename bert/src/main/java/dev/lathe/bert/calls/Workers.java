package dev.lathe.bert.calls;

import java.util.Locale;
import java.util.Optional;

/// How many batches of a queue may be at work at one time: more when calls have waited, fewer when one less would have done. Looks when a batch
/// begins, so that a queue at which nobody asks has no thread for it. For one thread at a time.
final class Workers {
    static final long WINDOW_NANOS = 250_000_000;
    /// What a call may wait on average before there is another worker.
    static final long PATIENCE_NANOS = 5_000_000;
    /// Calls that are needed to judge by: one that came at a bad moment is no load.
    static final int FEWEST = 32;
    static final long QUIET_NANOS = 30_000_000_000L;
    private static final long SECOND = 1_000_000_000;
    private static final double MILLI = 1e-6;

    private final int least;
    private final int most;
    private int count;
    private long begun;
    private long waited;
    private int calls;
    /// When all were last at work.
    private long full;

    Workers(int least, int most, long now) {
        this.least = least;
        this.most = most;
        count = least;
        begun = now;
        full = now;
    }

    int count() {
        return count;
    }

    /// A batch begins.
    ///
    /// @param atWork batches, this one included
    /// @param nanos that each of its calls has waited
    /// @return what has changed, if anything
    Optional<String> begins(int atWork, long now, long... nanos) {
        for (long one : nanos) {
            waited += one;
        }
        calls += nanos.length;
        if (now - full > QUIET_NANOS && count > least) {
            full = now;
            count--;
            return Optional.of("%s: one less was enough for %d s".formatted(atATime(), QUIET_NANOS / SECOND));
        }
        if (atWork >= count) {
            full = now;
        }
        return now - begun < WINDOW_NANOS || calls < FEWEST ? Optional.empty() : judged(now);
    }

    private Optional<String> judged(long now) {
        double mean = (double) waited / calls;
        begun = now;
        waited = 0;
        calls = 0;
        if (mean <= PATIENCE_NANOS || count == most) {
            return Optional.empty();
        }
        count++;
        return Optional.of(String.format(Locale.ROOT, "%s: calls had to wait %.1f ms on average", atATime(), mean * MILLI));
    }

    private String atATime() {
        return count == 1 ? "1 batch at a time" : count + " batches at a time";
    }
}
