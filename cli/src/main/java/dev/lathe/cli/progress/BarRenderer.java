package dev.lathe.cli.progress;

import java.util.Optional;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/// A bar that says which of its times is which: `training  43% │████    │ 43/100, 12 s gone, 16 s left, loss 0.31`.
final class BarRenderer implements ProgressBarRenderer {
    private static final String BLOCKS = " ▏▎▍▌▋▊▉█";
    private static final int PARTS = BLOCKS.length() - 1;
    private static final int NARROWEST = 5;
    private static final int WIDEST = 40;
    private static final int PERCENT = 100;

    @Override
    public String render(ProgressState progress, int width) {
        String before = progress.isIndefinite() ? progress.getTaskName() + " "
                : "%s %3d%% ".formatted(progress.getTaskName(), (int) (progress.getNormalizedProgress() * PERCENT));
        String after = " " + progress.getCurrent() + (progress.isIndefinite() ? "" : "/" + progress.getMax())
                + ", " + Times.words(progress.getElapsedAfterStart()) + " gone" + left(progress).map(time -> ", " + time + " left").orElse("")
                + (progress.getExtraMessage().isBlank() ? "" : ", " + progress.getExtraMessage().strip());
        int room = Math.min(WIDEST, width - before.length() - after.length() - 2);
        String line = progress.isIndefinite() || room < NARROWEST
                ? before.stripTrailing() + after : before + "│" + bar(progress.getNormalizedProgress(), room) + "│" + after;
        return line.length() > width ? line.substring(0, width) : line;
    }

    private static String bar(double share, int width) {
        int parts = (int) (Math.clamp(share, 0, 1) * width * PARTS);
        var bar = new StringBuilder(width);
        for (int i = 0; i < width; i++) {
            bar.append(BLOCKS.charAt(Math.clamp(parts - i * PARTS, 0, PARTS)));
        }
        return bar.toString();
    }

    /// By the speed of this process: what an earlier one had done took nobody knows how long.
    private static Optional<String> left(ProgressState progress) {
        long done = progress.getCurrent() - progress.getStart();
        long more = progress.getMax() - progress.getCurrent();
        return progress.isIndefinite() || done <= 0 || more <= 0 ? Optional.empty()
                : Optional.of(Times.words(progress.getElapsedAfterStart().multipliedBy(more).dividedBy(done)));
    }
}
