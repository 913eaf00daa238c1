package dev.lathe.cli.progress;

import java.time.Duration;
import java.util.Locale;

/// Lengths of time as people say them.
public final class Times {
    private static final long SECONDS_PER_MINUTE = 60;
    private static final long SECONDS_PER_HOUR = 3600;

    private Times() {
    }

    /// At least a second: `42 s`, `2 min 3 s`, `1 h 12 min`.
    public static String words(Duration time) {
        long seconds = Math.max(1, time.toSeconds());
        if (seconds < SECONDS_PER_MINUTE) {
            return seconds + " s";
        }
        return seconds < SECONDS_PER_HOUR
                ? String.format(Locale.ROOT, "%d min %d s", seconds / SECONDS_PER_MINUTE, seconds % SECONDS_PER_MINUTE)
                : String.format(Locale.ROOT, "%d h %d min", seconds / SECONDS_PER_HOUR,
                        seconds % SECONDS_PER_HOUR / SECONDS_PER_MINUTE);
    }
}
