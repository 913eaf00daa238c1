package dev.lathe.serve.jetty;

import dev.lathe.serve.http.Fault;
import dev.lathe.serve.http.Handler;
import dev.lathe.serve.http.HttpProblem;
import dev.lathe.serve.http.Request;
import dev.lathe.serve.http.RequestBody;
import dev.lathe.serve.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler.Abstract;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.util.Callback;

/// Makes of Jetty's requests ours, and of our answers Jetty's.
final class RequestHandler extends Abstract {
    private static final int CHUNK = 8192;
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    /// At 256 bytes a second.
    private static final long NANOS_A_BYTE = 1_000_000_000L / 256;

    private final Handler handler;
    private final Handler rehearsed;
    private final ClientWatch watch;
    private final AtomicLong seen = new AtomicLong();
    private volatile boolean closing;

    /// @param handler answers clients
    /// @param rehearsed answers what the process asks itself
    RequestHandler(Handler handler, Handler rehearsed, ClientWatch watch) {
        this.handler = handler;
        this.rehearsed = rehearsed;
        this.watch = watch;
    }

    @Override
    public boolean handle(
            org.eclipse.jetty.server.Request request, org.eclipse.jetty.server.Response response, Callback callback) {
        seen.incrementAndGet();
        var departure = new CompletableFuture<Void>();
        request.addFailureListener(_ -> departure.complete(null));
        // A connection on which an answer is waited for is not idle; how long that may be is the handler's to say.
        var inWork = new AtomicBoolean();
        request.addIdleTimeoutListener(_ -> !inWork.get());
        var headers = new LinkedHashMap<String, String>();
        for (HttpField field : request.getHeaders()) {
            headers.putIfAbsent(field.getLowerCaseName(), String.valueOf(field.getValue()));
        }
        String path = org.eclipse.jetty.server.Request.getPathInContext(request);
        Response answer;
        try (ClientWatch.Watched watched = watch.watching(request, departure)) {
            RequestBody body = (limit, memory) -> {
                byte[] bytes = read(request, limit, memory);
                inWork.set(true);
                watched.begin();
                return bytes;
            };
            answer = answering(request).answer(new Request(request.getMethod(), path, headers, body, departure));
        }
        inWork.set(false);
        send(answer, response, callback);
        return true;
    }

    /// How many requests there were so far.
    long seen() {
        return seen.get();
    }

    /// From now on each answer is its connection's last, and says so.
    void closeConnections() {
        closing = true;
    }

    private Handler answering(org.eclipse.jetty.server.Request request) {
        return request.getConnectionMetaData().getConnector() instanceof LocalConnector ? rehearsed : handler;
    }

    /// A client that sends a byte now and then would hold its place for ever.
    private static byte[] read(org.eclipse.jetty.server.Request request, int limit, IntConsumer memory) {
        long start = System.nanoTime();
        var bytes = new ByteArrayOutputStream();
        var chunk = new byte[CHUNK];
        try (InputStream in = Content.Source.asInputStream(request)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (bytes.size() + read > limit) {
                    throw RequestBody.tooLarge(limit);
                }
                memory.accept(read);
                bytes.write(chunk, 0, read);
                if (System.nanoTime() - start > PATIENCE_NANOS + bytes.size() * NANOS_A_BYTE) {
                    throw new HttpProblem(Fault.TIMEOUT, "body: too slow");
                }
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new HttpProblem(Fault.MALFORMED, "body: cut short");
        }
    }

    private void send(Response answer, org.eclipse.jetty.server.Response response, Callback callback) {
        response.setStatus(answer.status());
        answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        if (!answer.content().type().isEmpty()) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.content().type());
        }
        if (closing) {
            response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        }
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.content().bytes().length);
        response.write(true, ByteBuffer.wrap(answer.content().bytes()), callback);
    }
}
