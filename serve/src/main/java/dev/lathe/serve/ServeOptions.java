package dev.lathe.serve;

import dev.lathe.serve.api.Limits;
import dev.lathe.serve.api.Oversight;
import dev.lathe.serve.jetty.TlsFiles;
import dev.lathe.serve.key.Keys;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// How models are served.
///
/// @param host the name or address that is listened to; `localhost` reaches this machine only
/// @param port 0 for any that is free
/// @param limits how much is taken at once
/// @param keys who may ask; everybody if empty
/// @param origin whose pages may ask through a browser; none if empty, all if `*`
/// @param tls what the server proves itself by, and whom it listens to; in clear if empty
/// @param oversight masks and audit
/// @param grace how long closing waits for requests in work
public record ServeOptions(
        String host, int port, Limits limits, Optional<Keys> keys, Optional<String> origin, Optional<TlsFiles> tls, Oversight oversight, Duration grace) {
    /// This machine only.
    public static final String LOOPBACK = "localhost";
    private static final Set<String> LOCAL = Set.of(LOOPBACK, "127.0.0.1", "::1", "[::1]");

    /// Port 8080 of this machine, for its own programs; half a minute of grace.
    public static final ServeOptions USUAL = new ServeOptions(
            LOOPBACK, 8080, Limits.USUAL, Optional.empty(), Optional.empty(), Optional.empty(), Oversight.NONE, Duration.ofSeconds(30));

    public ServeOptions withHost(String other) {
        return new ServeOptions(other, port, limits, keys, origin, tls, oversight, grace);
    }

    public ServeOptions withPort(int other) {
        return new ServeOptions(host, other, limits, keys, origin, tls, oversight, grace);
    }

    public ServeOptions withLimits(Limits other) {
        return new ServeOptions(host, port, other, keys, origin, tls, oversight, grace);
    }

    public ServeOptions withKeys(Keys other) {
        return new ServeOptions(host, port, limits, Optional.of(other), origin, tls, oversight, grace);
    }

    public ServeOptions withOrigin(String other) {
        return new ServeOptions(host, port, limits, keys, Optional.of(other), tls, oversight, grace);
    }

    public ServeOptions withTls(TlsFiles other) {
        return new ServeOptions(host, port, limits, keys, origin, Optional.of(other), oversight, grace);
    }

    public ServeOptions withOversight(Oversight other) {
        return new ServeOptions(host, port, limits, keys, origin, tls, other, grace);
    }

    public ServeOptions withGrace(Duration other) {
        return new ServeOptions(host, port, limits, keys, origin, tls, oversight, other);
    }

    /// Whether only this machine is listened to.
    public boolean isLocal() {
        return LOCAL.contains(host);
    }

    /// Whether everybody is answered who reaches this machine: no key and no certificate is asked for.
    public boolean isOpen() {
        return !isLocal() && keys.isEmpty() && tls.flatMap(TlsFiles::clientAuthorities).isEmpty();
    }
}
