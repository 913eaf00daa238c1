package dev.lathe.cli.progress;

import dev.lathe.cli.terminal.Surroundings;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Progress as lines of a log: of a training one for every tenth, and one when ten seconds have passed without any; of other work the
/// first news, the end, and one every ten seconds between.
final class ProgressLines implements Progress {
    private static final int PARTS = 10;
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);
    private static final int PERCENT = 100;

    private final Surroundings surroundings;
    private final String task;
    private final boolean known;
    private final long total;
    private final boolean byTenths;
    private final LongSupplier nanoTime;
    private long lastLine;
    private long lastDone;

    /// The first news, from which the speed is measured: how long its own step took is not known.
    private long firstDone;
    private long firstNews;

    private ProgressLines(Surroundings surroundings, String task, boolean byTenths, long before, long total, LongSupplier nanoTime) {
        this.byTenths = byTenths;
        this.surroundings = surroundings;
        this.task = task;
        this.known = total > 0;
        this.total = Math.max(1, total);
        this.nanoTime = nanoTime;
        this.lastLine = nanoTime.getAsLong();
        this.lastDone = before;
    }

    /// @param nanoTime a clock like [System#nanoTime()]
    static ProgressLines ofTraining(Surroundings surroundings, long before, long total, LongSupplier nanoTime) {
        return new ProgressLines(surroundings, "training", true, before, total, nanoTime);
    }

    /// @param nanoTime a clock like [System#nanoTime()]
    static ProgressLines ofWork(Surroundings surroundings, String task, long total, LongSupplier nanoTime) {
        return new ProgressLines(surroundings, task, false, 0, total, nanoTime);
    }

    @Override
    public synchronized void at(long done, String note) {
        long now = nanoTime.getAsLong();
        boolean first = firstDone == 0;
        if (first) {
            firstDone = done;
            firstNews = now;
        }
        boolean anotherPart = byTenths ? known && done * PARTS / total > lastDone * PARTS / total
                : first || known && done >= total;
        boolean longSilence = now - lastLine >= LONGEST_SILENCE.toNanos();
        if (done > lastDone && (anotherPart || longSilence)) {
            lastLine = now;
            lastDone = done;
            String said = note.isEmpty() ? "" : " " + note;
            surroundings.say(known
                    ? "%s %d/%d (%d %%)%s%s".formatted(task, done, total, done * PERCENT / total, said, timeLeft(done, now))
                    : "%s %d%s".formatted(task, done, said));
        }
    }

    @Override
    public void say(String line) {
        surroundings.say(line);
    }

    @Override
    public void close() {
        // Every line stands for itself already.
    }

    private String timeLeft(long done, long now) {
        if (done >= total || done == firstDone) {
            return "";
        }
        double nanosPerStep = (double) (now - firstNews) / (done - firstDone);
        // Some work is left, and so is some time.
        return ", " + Times.words(Duration.ofNanos((long) (nanosPerStep * (total - done)))) + " left";
    }
}
