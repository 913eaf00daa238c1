package dev.lathe.cli.progress;

import dev.lathe.cli.terminal.Surroundings;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/// A bar that is drawn over and over in one line of a terminal.
final class ProgressBarLine implements Progress {
    private static final int MILLISECONDS_BETWEEN_DRAWINGS = 200;

    /// progressbar's word for it.
    private static final long UNKNOWN = -1;

    private final Surroundings surroundings;
    private final ProgressBar bar;

    ProgressBarLine(Surroundings surroundings, String task, long before, long total) {
        this.surroundings = surroundings;
        bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total > 0 ? total : UNKNOWN)
                .startsFrom(before, Duration.ZERO)
                .setRenderer(new BarRenderer())
                .setUpdateIntervalMillis(MILLISECONDS_BETWEEN_DRAWINGS)
                // The width is given, or the bar would load a native library to ask for it. In the last column some
                // terminals wrap.
                .setConsumer(new ConsoleProgressBarConsumer(surroundings.err(), surroundings.columns() - 1))
                .build();
    }

    @Override
    public void at(long done, String note) {
        bar.stepTo(done);
        bar.setExtraMessage(note.isEmpty() ? "" : " " + note);
    }

    @Override
    public void say(String line) {
        // The bar is drawn again below it when there is news.
        surroundings.sayOver(line);
    }

    @Override
    public void close() {
        bar.close();
    }
}
