package dev.lathe.cli.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnectionFactory;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http.protocol.RequestConnControl;
import org.apache.hc.core5.http.protocol.RequestContent;
import org.apache.hc.core5.http.protocol.RequestTargetHost;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/// One connection to a server, for one request at a time: opened when it is first needed, kept while the server keeps it, and opened again after that.
///
/// By HttpCore with a socket that blocks, as the generator shares the processor with what it measures: on two cores Java's own client took a tenth of them,
/// which the server then lacked. A time-out of the socket's own would wake a thread for each request, so whoever
/// wants one has it from outside: [#breakOff]. For one thread at a time else.
public final class LoadConnection implements AutoCloseable {
    private static final DefaultBHttpClientConnectionFactory FACTORY = new DefaultBHttpClientConnectionFactory();
    private static final HttpRequestExecutor EXECUTOR = new HttpRequestExecutor();
    /// What every request needs; no `Expect`, for which a server would have to answer twice.
    private static final HttpProcessor HEADERS = HttpProcessorBuilder.create().addAll(new RequestTargetHost(), new RequestContent(), new RequestConnControl())
            .build();
    private static final ContentType JSON = ContentType.create("application/json");
    /// A server may have closed what was idle for so long.
    private static final long IDLE_NANOS = 1_000_000_000;

    private final URI url;
    private final Optional<String> key;
    private final HttpHost host;
    private final int patienceMillis;
    private volatile @Nullable DefaultBHttpClientConnection open;
    /// When the request in work was sent, by `System.nanoTime`.
    private volatile long asked;
    private volatile boolean isAsking;
    private long lastUsed;

    /// What a server answers.
    ///
    /// @param body all of it
    public record Answer(int status, byte[] body) {}

    private LoadConnection(URI url, Optional<String> key, int patienceMillis) {
        this.url = url;
        this.key = key;
        this.patienceMillis = patienceMillis;
        int usual = url.getScheme().equals("https") ? 443 : 80;
        host = new HttpHost(url.getScheme(), url.getHost(), url.getPort() < 0 ? usual : url.getPort());
    }

    /// One that is not open yet.
    ///
    /// @param url that is asked, `http` or `https`
    /// @param key sent as a bearer
    public static LoadConnection to(URI url, Optional<String> key) {
        return to(url, key, (int) LoadPlan.PATIENCE.toMillis());
    }

    /// @param patienceMillis how long to wait until it is open
    static LoadConnection to(URI url, Optional<String> key, int patienceMillis) {
        return new LoadConnection(url, key, patienceMillis);
    }

    /// Posts a body and reads the whole answer.
    ///
    /// @param body JSON
    /// @throws IOException if there is no answer, or it was broken off; the next request then has a new connection
    public Answer ask(byte[] body) throws IOException {
        boolean answered = false;
        try {
            DefaultBHttpClientConnection connection = opened();
            asked = System.nanoTime();
            isAsking = true;
            ClassicHttpRequest request = request(body);
            HttpCoreContext context = HttpCoreContext.create();
            EXECUTOR.preProcess(request, HEADERS, context);
            ClassicHttpResponse response = EXECUTOR.execute(request, connection, context);
            byte[] answer = response.getEntity() == null ? new byte[0] : EntityUtils.toByteArray(response.getEntity());
            lastUsed = System.nanoTime();
            answered = EXECUTOR.keepAlive(request, response, connection, context);
            return new Answer(response.getCode(), answer);
        } catch (HttpException e) {
            throw new IOException("%s: no answer of HTTP: %s".formatted(url, e.getMessage()), e);
        } finally {
            isAsking = false;
            if (!answered) {
                drop();
            }
        }
    }

    /// Gives up an answer that has been waited for longer than so many nanoseconds; for any thread.
    void breakOff(long nanos) {
        if (isAsking && System.nanoTime() - asked > nanos) {
            drop();
        }
    }

    private ClassicHttpRequest request(byte[] body) {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        var request = new BasicClassicHttpRequest("POST", host, url.getRawQuery() == null ? path : path + "?" + url.getRawQuery());
        request.setEntity(new ByteArrayEntity(body, JSON));
        key.ifPresent(own -> request.setHeader("Authorization", "Bearer " + own));
        return request;
    }

    private DefaultBHttpClientConnection opened() throws IOException {
        DefaultBHttpClientConnection last = open;
        if (last != null && !(System.nanoTime() - lastUsed > IDLE_NANOS && last.isStale())) {
            return last;
        }
        drop();
        DefaultBHttpClientConnection next = connect();
        open = next;
        lastUsed = System.nanoTime();
        return next;
    }

    private DefaultBHttpClientConnection connect() throws IOException {
        var address = new InetSocketAddress(host.getHostName(), host.getPort());
        if (address.isUnresolved()) {
            throw new UnknownHostException(host.getHostName());
        }
        var socket = new Socket();
        boolean connected = false;
        try {
            socket.setTcpNoDelay(true);
            socket.connect(address, patienceMillis);
            DefaultBHttpClientConnection connection = host.getSchemeName().equals("https")
                    ? FACTORY.createConnection(secured(socket), socket) : FACTORY.createConnection(socket);
            connected = true;
            return connection;
        } finally {
            if (!connected) {
                socket.close();
            }
        }
    }

    /// With a certificate that the JVM's authorities vouch for, of that host.
    private SSLSocket secured(Socket socket) throws IOException {
        var secured = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(socket, host.getHostName(), host.getPort(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        // Once a connection, this wakes nobody afterwards.
        socket.setSoTimeout(patienceMillis);
        secured.startHandshake();
        socket.setSoTimeout(0);
        return secured;
    }

    private void drop() {
        DefaultBHttpClientConnection last = open;
        if (last != null) {
            open = null;
            last.close(CloseMode.IMMEDIATE);
        }
    }

    @Override
    public void close() {
        drop();
    }
}
