package dev.lathe.serve.watch;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/// Counts of the last hour, in slots of ten seconds. Safe for several threads.
final class RecentCounts {
    static final Duration LONGEST = Duration.ofHours(1);

    private static final int SLOT_SECONDS = 10;
    private static final int SLOTS = (int) LONGEST.toSeconds() / SLOT_SECONDS;

    private final InstantSource clock;
    private final Counts[] slots = new Counts[SLOTS];
    private final long[] numbers = new long[SLOTS];

    RecentCounts(InstantSource clock) {
        this.clock = clock;
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Counts();
        }
    }

    private long number() {
        return Math.floorDiv(clock.instant().getEpochSecond(), SLOT_SECONDS);
    }

    synchronized void count(Consumer<Counts> what) {
        long number = number();
        int slot = Math.floorMod(number, SLOTS);
        if (numbers[slot] != number) {
            numbers[slot] = number;
            slots[slot] = new Counts();
        }
        what.accept(slots[slot]);
    }

    /// All that was counted within a time that ends now, the slot that has just begun included.
    synchronized Counts within(Duration time) {
        long now = number();
        long from = now - Math.max(1, time.toSeconds() / SLOT_SECONDS) + 1;
        var sum = new Counts();
        for (int slot = 0; slot < SLOTS; slot++) {
            if (numbers[slot] >= from && numbers[slot] <= now) {
                sum.add(slots[slot]);
            }
        }
        return sum;
    }
}
