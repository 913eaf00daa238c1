package dev.lathe.serve.federation;

import dev.lathe.serve.api.Guard;
import dev.lathe.serve.jetty.JettyHost;
import dev.lathe.serve.jetty.Rehearsal;
import dev.lathe.trust.federation.FederatedClient;
import dev.lathe.trust.federation.remote.Invitation;
import dev.lathe.trust.federation.remote.RemoteClient;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The side of a federation that waits for clients to call.
public final class FederationHost implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(8);
    private static final long FEW = 1 << 20;

    private final Map<String, ClientLine> lines = new LinkedHashMap<>();
    private final FederationRoutes routes;
    private final Entrance entrance;
    private final JettyHost host;

    private FederationHost(Map<String, Invitation> invitations, Entrance entrance, Duration patience) throws IOException {
        this.entrance = entrance;
        var bytes = new LinkedHashMap<String, byte[]>();
        for (Map.Entry<String, Invitation> invitation : invitations.entrySet()) {
            lines.put(invitation.getKey(), new ClientLine(patience));
            bytes.put(invitation.getKey(), invitation.getValue().bytes());
        }
        routes = new FederationRoutes(lines, bytes, new Guard(entrance.keys(), Optional.empty(), false));
        host = JettyHost.start(routes, new Rehearsal(routes, List.of()), entrance.host(), entrance.port(), entrance.tls(), GRACE);
    }

    /// Listens.
    ///
    /// @param invitations by the clients' names, in their order
    /// @param entrance where, and for whom
    /// @param patience after which a client is gone of which nothing was heard
    /// @throws IOException if the port is taken, or the files of TLS cannot be used
    public static FederationHost start(Map<String, Invitation> invitations, Entrance entrance, Duration patience) throws IOException {
        return new FederationHost(invitations, entrance, patience);
    }

    /// Where clients find it.
    public String address() {
        return entrance.address(host.port());
    }

    /// The clients, in their order, of which each may still be to come.
    ///
    /// @param values that a client sends in a round
    public List<FederatedClient> clients(int values) {
        routes.limit((int) Math.min(Integer.MAX_VALUE - 8L, FEW + (long) Long.BYTES * values));
        return lines.entrySet().stream().<FederatedClient>map(line -> new RemoteClient(line.getKey(), line.getValue())).toList();
    }

    /// Tells the clients that are there that all is over.
    ///
    /// @param words why
    public void end(String words) {
        routes.end(words);
        long end = System.nanoTime() + FAREWELL_NANOS;
        try {
            while (System.nanoTime() < end && lines.values().stream().anyMatch(ClientLine::isWaiting)) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        // Nobody waits for an order any more.
        routes.end("the server was stopped");
        host.close();
    }
}
