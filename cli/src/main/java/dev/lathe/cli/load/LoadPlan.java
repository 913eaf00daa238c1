package dev.lathe.cli.load;

import java.time.Duration;
import java.util.OptionalDouble;

/// How a server is asked.
///
/// @param connections requests that are in work at any time, at most
/// @param rate requests a second that are due, whatever the server answers: an open loop. Without it, each connection asks when it has been
///     answered: a closed loop
/// @param requests that are sent at most
/// @param time after which none is sent any more
/// @param warmUp requests before the first that is counted
public record LoadPlan(int connections, OptionalDouble rate, long requests, Duration time, long warmUp) {
    /// No more are ever sent.
    public static final long MOST_REQUESTS = 1_000_000_000;
    /// Of one answer.
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    /// @throws IllegalArgumentException naming what is out of range
    public LoadPlan {
        if (connections < 1 || connections > 10_000) {
            throw new IllegalArgumentException("connections %d: needs 1 to 10000".formatted(connections));
        }
        if (rate.isPresent() && !(rate.getAsDouble() > 0 && rate.getAsDouble() <= 1e6)) {
            throw new IllegalArgumentException("rate %s: needs more than 0, at most 1000000 a second".formatted(rate.getAsDouble()));
        }
        if (requests < 1 || requests > MOST_REQUESTS) {
            throw new IllegalArgumentException("requests %d: needs 1 to %d".formatted(requests, MOST_REQUESTS));
        }
        if (time.toSeconds() < 1 || time.toDays() > 1) {
            throw new IllegalArgumentException("seconds %d: needs 1 to 86400".formatted(time.toSeconds()));
        }
        if (warmUp < 0 || warmUp > MOST_REQUESTS) {
            throw new IllegalArgumentException("warm-up %d: needs 0 to %d".formatted(warmUp, MOST_REQUESTS));
        }
    }

    /// Whether requests are due at times of their own.
    public boolean isOpen() {
        return rate.isPresent();
    }
}
