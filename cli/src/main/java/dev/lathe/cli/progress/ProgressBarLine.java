package dev.lathe.cli.progress;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// A bar that is drawn over and over in one line of a terminal.
final class ProgressBarLine implements Progress {
    // A width of our own: asking the terminal for its takes a native library, longer than all else at start-up.
    private static final int COLUMNS = 100;
    private static final int MILLISECONDS_BETWEEN_DRAWINGS = 200;

    private final ProgressBar bar;

    ProgressBarLine(PrintStream terminal, String task, long total) {
        bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(MILLISECONDS_BETWEEN_DRAWINGS)
                .setConsumer(new ConsoleProgressBarConsumer(terminal, COLUMNS))
                .build();
    }

    @Override
    public void at(long done, String note) {
        bar.stepTo(done);
        bar.setExtraMessage(note.isEmpty() ? "" : " " + note);
    }

    @Override
    public void close() {
        bar.close();
    }
}
