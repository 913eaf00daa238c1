package dev.lathe.serve;

import dev.lathe.serve.api.Guard;
import dev.lathe.serve.api.ServerFacts;
import dev.lathe.serve.api.Service;
import dev.lathe.serve.jetty.JettyHost;
import dev.lathe.serve.jetty.Rehearsal;
import dev.lathe.serve.meter.ServeMeters;
import dev.lathe.serve.model.ServedModels;
import java.io.IOException;
import java.net.BindException;
import java.time.Instant;
import java.util.function.Consumer;

/// A server for finished models.
///
/// It listens when the models have answered once, so that whoever comes first does not wait for what is made once.
public final class LatheServer implements AutoCloseable {
    private final Service service;
    private final JettyHost host;

    private LatheServer(Service service, JettyHost host) {
        this.service = service;
        this.host = host;
    }

    /// Whether a server of such options could listen, before its models are loaded.
    ///
    /// @throws BindException if the port is taken
    /// @throws IOException if there is no such host
    public static void requireFree(ServeOptions options) throws IOException {
        JettyHost.requireFree(options.host(), options.port());
    }

    /// As below, with meters of its own, which hear of no batches.
    public static LatheServer start(
            ServedModels models, ServeOptions options, String version, Consumer<Throwable> mistakes) throws IOException {
        return start(models, options, version, new ServeMeters(), mistakes);
    }

    /// Starts it. The models are the server's from here on, whether it starts or not.
    ///
    /// @param version of Lathe, for clients to read
    /// @param meters those that the models' [bases][dev.lathe.serve.model.ServedBases] tell of their batches
    /// @param mistakes told of failures that are nobody's but ours
    /// @throws IOException if the port is taken
    public static LatheServer start(
            ServedModels models, ServeOptions options, String version, ServeMeters meters, Consumer<Throwable> mistakes)
            throws IOException {
        var guard = new Guard(options.keys(), options.origin(), options.isLocal());
        var service = new Service(
                models, options.limits(), guard, options.oversight(), new ServerFacts(version, Instant.now().getEpochSecond()), meters, mistakes);
        boolean started = false;
        try {
            service.warmUp();
            var server = new LatheServer(service, JettyHost.start(
                    service, new Rehearsal(service.rehearsed(), service.rehearsal()), options.host(), options.port(), options.tls(), options.grace()));
            started = true;
            return server;
        } finally {
            if (!started) {
                service.close();
            }
        }
    }

    /// The port that it listens to.
    public int port() {
        return host.port();
    }

    /// Requests in work.
    public int inWork() {
        return service.inWork();
    }

    /// Waits until it is closed.
    public void join() throws InterruptedException {
        host.join();
    }

    /// Turns new requests away with status 503, waits for those in work as long as the grace lasts, and closes the models.
    @Override
    public void close() {
        host.closeConnections();
        service.stop();
        host.close();
        service.close();
    }
}
