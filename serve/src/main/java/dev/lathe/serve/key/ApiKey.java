package dev.lathe.serve.key;

import java.util.OptionalInt;
import java.util.function.LongSupplier;

/// Who asks, and how much of what they may ask they have used.
///
/// A bucket of as many requests as a minute has; it fills evenly.
public final class ApiKey {
    private static final double NANOS_A_MINUTE = 60e9;
    private static final double NANOS_A_SECOND = 1e9;

    /// Whoever asks a server that has no keys.
    public static final ApiKey ANYBODY = new ApiKey("", 0, Permit.ALL, System::nanoTime);

    private final String name;
    private final Permit permit;
    private final int perMinute;
    private final LongSupplier clock;
    private double left;
    private long seen;

    /// @param perMinute requests a minute; 0 for any number
    /// @param permit what may be asked
    /// @param clock nanoseconds
    ApiKey(String name, int perMinute, Permit permit, LongSupplier clock) {
        this.name = name;
        this.permit = permit;
        this.perMinute = perMinute;
        this.clock = clock;
        left = perMinute;
        seen = clock.getAsLong();
    }

    public String name() {
        return name;
    }

    /// What may be asked.
    public Permit permit() {
        return permit;
    }

    /// Takes one request.
    ///
    /// @return empty if it may be asked; else the seconds until it may
    public synchronized OptionalInt take() {
        if (perMinute == 0) {
            return OptionalInt.empty();
        }
        long now = clock.getAsLong();
        left = Math.min(perMinute, left + (now - seen) * perMinute / NANOS_A_MINUTE);
        seen = now;
        if (left >= 1) {
            left--;
            return OptionalInt.empty();
        }
        return OptionalInt.of((int) Math.ceil((1 - left) * NANOS_A_MINUTE / perMinute / NANOS_A_SECOND));
    }
}
