package dev.lathe.serve.federation;

import dev.lathe.serve.jetty.TlsFiles;
import dev.lathe.serve.key.Keys;
import java.util.Optional;

/// Where a federation's server is, and whom it lets in.
///
/// @param host a name or address of this machine
/// @param port 0 for any that is free
/// @param keys if any, a client must show one whose name is the client's
/// @param tls what the server proves itself by; in clear if empty
public record Entrance(String host, int port, Optional<Keys> keys, Optional<TlsFiles> tls) {
    /// The address by which only this machine's programs come.
    public static final String LOOPBACK = "127.0.0.1";

    /// In clear and without keys, for programs of this machine.
    public static Entrance local(int port) {
        return new Entrance(LOOPBACK, port, Optional.empty(), Optional.empty());
    }

    String address(int listened) {
        return "%s://%s:%d".formatted(tls.isPresent() ? "https" : "http", host.indexOf(':') >= 0 ? "[" + host + "]" : host, listened);
    }
}
