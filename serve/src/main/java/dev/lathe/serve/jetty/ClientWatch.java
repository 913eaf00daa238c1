package dev.lathe.serve.jetty;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;

/// Notices clients that leave while their request is in work, which HTTP/1.1 says by closing the connection, and Jetty by
/// nothing as long as nobody reads or writes.
///
/// A second selector looks at the connections of such requests. One that becomes readable with nothing to read has been closed; one with something
/// to read has sent its next request early, and is left alone from then on.
final class ClientWatch implements AutoCloseable {
    /// Connections that Jetty closes give their numbers back when this selector has looked next.
    private static final long LOOK_MILLIS = 1000;

    private final Selector selector;
    private final Thread thread;
    /// Requests whose connection one look has found closed; of the thread.
    private final Map<SelectionKey, Object> suspects = new WeakHashMap<>();

    private ClientWatch(Selector selector) {
        this.selector = selector;
        thread = Thread.ofPlatform().daemon().name("lathe-clients").unstarted(this::run);
    }

    static ClientWatch start() throws IOException {
        var watch = new ClientWatch(Selector.open());
        watch.thread.start();
        return watch;
    }

    /// A client that is watched from [#begin] to [#close].
    interface Watched extends AutoCloseable {
        /// Its request has been read to the end.
        void begin();

        @Override
        void close();
    }

    /// @param departure completed when the client leaves
    Watched watching(Request request, CompletableFuture<Void> departure) {
        return request.getConnectionMetaData().getConnection().getEndPoint().getTransport() instanceof SocketChannel channel
                ? new Connection(channel, departure) : new Unwatched();
    }

    private record Unwatched() implements Watched {
        @Override
        public void begin() {
            // Nothing is known of such a connection.
        }

        @Override
        public void close() {
            // As above.
        }
    }

    private final class Connection implements Watched {
        private final SocketChannel channel;
        private final CompletableFuture<Void> departure;

        Connection(SocketChannel channel, CompletableFuture<Void> departure) {
            this.channel = channel;
            this.departure = departure;
        }

        @Override
        public void begin() {
            try {
                SelectionKey key = channel.keyFor(selector);
                if (key == null) {
                    channel.register(selector, SelectionKey.OP_READ, departure);
                } else {
                    key.attach(departure);
                    key.interestOps(SelectionKey.OP_READ);
                }
                selector.wakeup();
            } catch (ClosedChannelException | CancelledKeyException e) {
                departure.complete(null);
            } catch (ClosedSelectorException e) {
                // The server stops: nobody watches any more.
                return;
            }
        }

        @Override
        public void close() {
            SelectionKey key = channel.keyFor(selector);
            if (key != null && key.isValid()) {
                key.attach(null);
                rest(key);
            }
        }
    }

    private void run() {
        while (selector.isOpen()) {
            try {
                selector.select(this::look, LOOK_MILLIS);
            } catch (ClosedSelectorException | IOException e) {
                return;
            }
        }
    }

    /// A connection that was readable may have been read since, and be in work with its next request: only who is found closed by two looks in the same
    /// request has left.
    private void look(SelectionKey key) {
        if (key.attachment() instanceof CompletableFuture<?> departure && isClosed(key)) {
            if (suspects.put(key, departure) != departure) {
                return;
            }
            departure.complete(null);
        }
        suspects.remove(key);
        rest(key);
    }

    private static boolean isClosed(SelectionKey key) {
        try {
            return ((SocketChannel) key.channel()).socket().getInputStream().available() == 0;
        } catch (IOException e) {
            return true;
        }
    }

    private static void rest(SelectionKey key) {
        try {
            key.interestOps(0);
        } catch (CancelledKeyException e) {
            // Jetty has closed the connection; there is nothing to look at.
            return;
        }
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new IllegalStateException("serve: could not stop watching clients: " + e.getMessage(), e);
        }
    }
}
