package dev.lathe.serve.jetty;

import dev.lathe.serve.http.Handler;
import dev.lathe.serve.http.Request;
import java.io.IOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// A server on one port. Each request has a virtual thread of its own.
public final class JettyHost implements AutoCloseable {
    private static final int HEADER_BYTES = 16 << 10;
    private static final int ACCEPT_QUEUE = 256;
    private static final long IDLE_MILLIS = 30_000;
    private static final int THREADS = 8;
    /// What clients have sent already is still taken in when the server is told to stop, until none comes for so long: what is closed unread
    /// is reset.
    private static final Duration QUIET = Duration.ofMillis(250);
    /// Where some come all the time, it ends here.
    private static final Duration LAST_IN = Duration.ofSeconds(5);
    /// How systems say that an address is another machine's: Linux "Cannot assign …", macOS "Can't assign …".
    private static final String NOT_OURS = "assign requested address";

    private final Server server;
    private final ServerConnector connector;
    private final RequestHandler requests;
    private final ClientWatch watch;
    private final Optional<ReloadedTls> tls;

    private JettyHost(Server server, ServerConnector connector, RequestHandler requests, ClientWatch watch, Optional<ReloadedTls> tls) {
        this.server = server;
        this.connector = connector;
        this.requests = requests;
        this.watch = watch;
        this.tls = tls;
    }

    /// Whether [#start] may listen there, before anything is loaded for it.
    ///
    /// @throws BindException if the port is taken or not this process' to take
    /// @throws IOException if there is no such host
    public static void requireFree(String host, int port) throws IOException {
        try (var connector = new ServerConnector(new Server())) {
            connector.setHost(host);
            connector.setPort(port);
            connector.open();
        } catch (IOException e) {
            throw refused(host, port, e);
        }
    }

    /// Listens, once it has been rehearsed.
    ///
    /// @param rehearsal what is answered before, so that the first client does not wait for classes to be loaded: of a second that its call
    ///     took, nine tenths were that
    /// @param host a name or address of this machine
    /// @param port 0 for any that is free
    /// @param tls what the server proves itself by; in clear if empty
    /// @param grace how long closing waits for requests in work
    /// @throws IOException if the port is taken or not this process' to take
    public static JettyHost start(Handler handler, Rehearsal rehearsal, String host, int port, Optional<TlsFiles> tls, Duration grace)
            throws IOException {
        Optional<ReloadedTls> reloaded = tls.isEmpty() ? Optional.empty() : Optional.of(ReloadedTls.start(tls.get()));
        var threads = new QueuedThreadPool(THREADS);
        threads.setName("lathe-http");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("lathe-request-", 0).factory()));
        var server = new Server(threads);
        var connector = new ServerConnector(server, 1, 1, connections(reloaded));
        connector.setHost(host);
        connector.setPort(port);
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setIdleTimeout(IDLE_MILLIS);
        server.setStopTimeout(grace.toMillis());
        server.setErrorHandler(new PlainErrors());
        var watch = ClientWatch.start();
        var requests = new RequestHandler(handler, rehearsal.handler(), watch);
        server.setHandler(new GracefulHandler(requests));
        boolean started = false;
        try {
            rehearse(server, rehearsal.requests());
            server.addConnector(connector);
            connector.start();
            started = true;
            return new JettyHost(server, connector, requests, watch, reloaded);
        } catch (IOException e) {
            throw refused(host, port, e);
        } catch (RuntimeException e) {
            // A mistake of ours: Jetty tells of its own troubles by checked exceptions of any type.
            throw e;
        } catch (Exception e) {
            throw new IOException("%s:%d: %s".formatted(host, port, e.getMessage()), e);
        } finally {
            if (!started) {
                stop(server);
                watch.close();
                reloaded.ifPresent(ReloadedTls::close);
            }
        }
    }

    /// TLS, if any, stands before HTTP.
    private static ConnectionFactory[] connections(Optional<ReloadedTls> tls) {
        var http = new HttpConnectionFactory(configuration());
        return tls.isEmpty() ? new ConnectionFactory[] {http}
                : new ConnectionFactory[] {new SslConnectionFactory(tls.get().context(), http.getProtocol()), http};
    }

    /// Through everything but the socket.
    private static void rehearse(Server server, List<Request> requests) throws Exception {
        var inside = new LocalConnector(server, null, null, null, 1, new HttpConnectionFactory(configuration()));
        server.addConnector(inside);
        server.start();
        for (Request request : requests) {
            byte[] body = request.body().read(Integer.MAX_VALUE, _ -> {});
            inside.getResponse("%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                    .formatted(request.method(), request.path(), body.length, new String(body, StandardCharsets.UTF_8)));
        }
        inside.stop();
        server.removeConnector(inside);
    }

    /// Jetty tells of the place, and why is in the cause.
    private static IOException refused(String host, int port, IOException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        if (!(cause instanceof BindException)) {
            return new IOException("%s:%d: %s".formatted(host, port, e.getMessage()), e);
        }
        if (String.valueOf(cause.getMessage()).endsWith(NOT_OURS)) {
            return new IOException("%s: no address of this machine; --host 0.0.0.0 listens to all that are".formatted(host), e);
        }
        var taken = new BindException("%s:%d: the port is taken, or not yours to take".formatted(host, port));
        taken.initCause(e);
        return taken;
    }

    private static HttpConfiguration configuration() {
        var configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendXPoweredBy(false);
        configuration.setRequestHeaderSize(HEADER_BYTES);
        configuration.setUriCompliance(UriCompliance.RFC3986);
        return configuration;
    }

    /// The port that it listens to.
    public int port() {
        return connector.getLocalPort();
    }

    /// Waits until it is closed.
    public void join() throws InterruptedException {
        server.join();
    }

    /// Makes each answer from now on the last one of its connection, and say so, that clients send nothing more there.
    public void closeConnections() {
        requests.closeConnections();
    }

    /// Takes in what is on its way, turns new requests away, waits for those in work as long as the grace lasts, and closes all connections.
    @Override
    public void close() {
        takeIn();
        stop(server);
        watch.close();
        tls.ifPresent(ReloadedTls::close);
    }

    private void takeIn() {
        long start = System.nanoTime();
        long before;
        do {
            before = requests.seen();
            try {
                Thread.sleep(QUIET);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        } while (requests.seen() != before && System.nanoTime() - start < LAST_IN.toNanos());
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("serve: could not stop: " + e.getMessage(), e);
        }
    }
}
