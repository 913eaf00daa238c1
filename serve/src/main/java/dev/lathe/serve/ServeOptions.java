package dev.lathe.serve;

import dev.lathe.serve.api.Limits;
import dev.lathe.serve.key.ApiKeys;
import java.time.Duration;
import java.util.Optional;

/// How models are served.
///
/// @param host the name or address that is listened to; `localhost` reaches this machine only
/// @param port 0 for any that is free
/// @param limits how much is taken at once
/// @param keys who may ask; everybody if empty
/// @param origin whose pages may ask through a browser; none if empty, all if `*`
/// @param grace how long closing waits for requests in work
public record ServeOptions(
        String host, int port, Limits limits, Optional<ApiKeys> keys, Optional<String> origin, Duration grace) {
    /// This machine only.
    public static final String LOOPBACK = "localhost";

    /// Port 8080 of this machine, for its own programs; half a minute of grace.
    public static final ServeOptions USUAL = new ServeOptions(
            LOOPBACK, 8080, Limits.USUAL, Optional.empty(), Optional.empty(), Duration.ofSeconds(30));

    public ServeOptions withHost(String other) {
        return new ServeOptions(other, port, limits, keys, origin, grace);
    }

    public ServeOptions withPort(int other) {
        return new ServeOptions(host, other, limits, keys, origin, grace);
    }

    public ServeOptions withLimits(Limits other) {
        return new ServeOptions(host, port, other, keys, origin, grace);
    }

    public ServeOptions withKeys(ApiKeys other) {
        return new ServeOptions(host, port, limits, Optional.of(other), origin, grace);
    }

    public ServeOptions withOrigin(String other) {
        return new ServeOptions(host, port, limits, keys, Optional.of(other), grace);
    }

    public ServeOptions withGrace(Duration other) {
        return new ServeOptions(host, port, limits, keys, origin, other);
    }
}
