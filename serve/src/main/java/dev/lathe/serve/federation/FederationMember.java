package dev.lathe.serve.federation;

import dev.lathe.trust.federation.FederationException;
import dev.lathe.trust.federation.remote.ClientSide;
import dev.lathe.trust.federation.remote.Invitation;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/// A client of a federation over HTTP: calls the server that its user names, and nobody else, follows no redirection, and listens to nobody.
///
/// A server that is away for a while is called again; one that has begun anew is joined again.
public final class FederationMember implements AutoCloseable {
    private static final long PAUSE_MILLIS = 500;
    private static final long SIGN_MILLIS = 1000;

    /// A reply that nobody waits for any more, and a server that has begun anew, are no faults: what is next is asked for.
    private static final Set<Integer> UNDERSTOOD = Set.of(FederationRoutes.OK, FederationRoutes.NOTHING_YET, FederationRoutes.TAKEN);

    private static final Pattern LOCAL_HOST = Pattern.compile("localhost|127\\.[0-9.]+|\\[::1]");

    private final URI server;
    private final String name;
    private final Duration patience;
    private final String process = "%d-%d".formatted(ProcessHandle.current().pid(), System.nanoTime());
    private final Optional<String> key;
    private final HttpClient http;
    private byte[] invitation = new byte[0];

    /// Without a key, of a server whose certificate, if it has one, the JDK's authorities vouch for.
    ///
    /// @param server `http://HOST:PORT` or `https://HOST:PORT`
    /// @param name of the client, as the server's configuration has it
    /// @param patience for a server that does not answer
    public FederationMember(URI server, String name, Duration patience) {
        this(server, name, patience, Optional.empty(), Optional.empty());
    }

    /// @param tls what the server is known by and the client proves itself by; that of the JDK if empty
    /// @param key that the server asks for
    /// @throws IllegalArgumentException if the address is none, or a key would leave this machine in clear
    public FederationMember(URI server, String name, Duration patience, Optional<SSLContext> tls, Optional<String> key) {
        if (server.getHost() == null || !Set.of("http", "https").contains(String.valueOf(server.getScheme()))) {
            throw new IllegalArgumentException("join %s: needs http://HOST:PORT or https://HOST:PORT".formatted(server));
        }
        if (key.isPresent() && isClear(server) && !LOCAL_HOST.matcher(server.getHost()).matches()) {
            throw new IllegalArgumentException("join %s: a key in clear is anybody's; needs https://".formatted(server));
        }
        this.server = server;
        this.name = name;
        this.patience = patience;
        this.key = key;
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(Duration.ofSeconds(5));
        tls.ifPresent(builder::sslContext);
        http = builder.build();
    }

    private static boolean isClear(URI server) {
        return server.getScheme().equals("http");
    }

    /// Joins, as soon as the server is there and has room for it.
    ///
    /// @throws FederationException if it has no client of this name
    /// @throws IOException if it does not answer for too long
    public Invitation join() throws IOException {
        long start = System.nanoTime();
        while (true) {
            HttpResponse<byte[]> answer = posted("join", "", new byte[0]);
            switch (answer.statusCode()) {
                case FederationRoutes.OK -> {
                    if (invitation.length > 0 && !Arrays.equals(invitation, answer.body())) {
                        throw new FederationException(server + ": is another federation now");
                    }
                    invitation = answer.body();
                    return Invitation.of(invitation);
                }
                case FederationRoutes.TAKEN -> {
                    if (System.nanoTime() - start > patience.toNanos()) {
                        throw new FederationException("%s: %s".formatted(server, words(answer)));
                    }
                    pause();
                }
                default -> throw new FederationException("%s: %s".formatted(server, words(answer)));
            }
        }
    }

    /// Does what it is asked until all is over.
    ///
    /// @return the server's last words
    /// @throws FederationException if the server is no federation
    /// @throws IOException if it does not answer for too long, or files cannot be read or written
    public String work(ClientSide client) throws IOException {
        while (true) {
            HttpResponse<byte[]> answer = posted("next", "", new byte[0]);
            switch (answer.statusCode()) {
                case FederationRoutes.OK -> {
                    String order = answer.headers().firstValue(FederationRoutes.ORDER).orElse("");
                    HttpResponse<byte[]> taken = posted("reply", order, showingSigns(client, answer.body()));
                    if (!UNDERSTOOD.contains(taken.statusCode())) {
                        throw new FederationException("%s: %s".formatted(server, words(taken)));
                    }
                }
                case FederationRoutes.NOTHING_YET -> { }
                case FederationRoutes.TAKEN -> join();
                case FederationRoutes.OVER -> {
                    return words(answer);
                }
                default -> throw new FederationException("%s: %s".formatted(server, words(answer)));
            }
        }
    }

    /// While it trains it shows that it lives.
    private byte[] showingSigns(ClientSide client, byte[] order) throws IOException {
        Thread signs = Thread.ofVirtual().name("lathe-signs").start(() -> {
            try {
                while (true) {
                    TimeUnit.MILLISECONDS.sleep(SIGN_MILLIS);
                    sign();
                }
            } catch (InterruptedException done) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            return client.answer(order);
        } finally {
            signs.interrupt();
        }
    }

    private void sign() throws InterruptedException {
        try {
            http.send(request("alive", "", new byte[0]), HttpResponse.BodyHandlers.discarding());
        } catch (IOException away) {
            // The reply will tell, which is sent until the patience ends.
            return;
        }
    }

    private HttpResponse<byte[]> posted(String route, String order, byte[] body) throws IOException {
        long start = System.nanoTime();
        while (true) {
            boolean late = System.nanoTime() - start > patience.toNanos();
            try {
                HttpResponse<byte[]> answer = sent(route, order, body);
                if (answer.statusCode() != FederationRoutes.TOO_OFTEN || late) {
                    return answer;
                }
            } catch (ConnectException away) {
                if (late) {
                    throw noAnswer("", away);
                }
            } catch (IOException away) {
                Optional<String> refused = TlsRefusal.of(away);
                if (refused.isPresent()) {
                    throw new IOException("%s: TLS: %s".formatted(server, refused.get()), away);
                }
                if (late) {
                    throw noAnswer(", though something is there; " + (isClear(server) ? "a server with TLS needs https://"
                            : "it may speak no TLS, or ask clients for a certificate"), away);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", stopped);
            }
            pause();
        }
    }

    /// What is long is sent only to a server that waits for it: one that has begun anew refuses it before the end, which looks as if it were away.
    private HttpResponse<byte[]> sent(String route, String order, byte[] body) throws IOException, InterruptedException {
        if (body.length > 0) {
            HttpResponse<byte[]> known = http.send(request("alive", "", new byte[0]), HttpResponse.BodyHandlers.ofByteArray());
            if (known.statusCode() != FederationRoutes.OK) {
                return known;
            }
        }
        return http.send(request(route, order, body), HttpResponse.BodyHandlers.ofByteArray());
    }

    private IOException noAnswer(String more, IOException away) {
        return new IOException("%s: no answer for %d seconds%s".formatted(server, patience.toSeconds(), more), away);
    }

    private HttpRequest request(String route, String order, byte[] body) {
        var request = HttpRequest.newBuilder(server.resolve("/federation/" + route))
                .timeout(patience.plusSeconds(10))
                .header(FederationRoutes.CLIENT, URLEncoder.encode(name, StandardCharsets.UTF_8))
                .header(FederationRoutes.PROCESS, process)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        key.ifPresent(shown -> request.header("Authorization", "Bearer " + shown));
        return order.isEmpty() ? request.build() : request.header(FederationRoutes.ORDER, order).build();
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }

    private static String words(HttpResponse<byte[]> answer) {
        String words = new String(answer.body(), StandardCharsets.UTF_8).strip();
        return words.isEmpty() ? "status " + answer.statusCode() : words;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
