package dev.lathe.serve.api;

import dev.lathe.serve.http.Fault;
import dev.lathe.serve.http.HttpProblem;

/// What all requests in work hold together, and whether there is room for more.
final class Admission {
    private static final int RETRY_SECONDS = 1;

    private final Limits limits;
    private int requests;
    private long bytes;
    private long tokens;
    private boolean stopping;

    Admission(Limits limits) {
        this.limits = limits;
    }

    /// What one request holds until it is closed. For one thread.
    final class Place implements AutoCloseable {
        private long bytesHeld;
        private long tokensHeld;

        /// @throws HttpProblem if the bodies in work are too large together
        void holdBytes(long more) {
            synchronized (Admission.this) {
                require(bytes == 0 || bytes + more <= limits.waitingBytes(), "bytes");
                bytes += more;
                bytesHeld += more;
            }
        }

        /// @throws HttpProblem if the texts in work are too long together
        void holdTokens(long more) {
            synchronized (Admission.this) {
                require(tokens == 0 || tokens + more <= limits.waitingTokens(), "tokens");
                tokens += more;
                tokensHeld += more;
            }
        }

        @Override
        public void close() {
            synchronized (Admission.this) {
                requests--;
                bytes -= bytesHeld;
                tokens -= tokensHeld;
            }
        }
    }

    /// A place for one request.
    ///
    /// @throws HttpProblem if there are too many, or the server is about to stop
    synchronized Place enter() {
        if (stopping) {
            throw new HttpProblem(Fault.UNAVAILABLE, "the server is about to stop", RETRY_SECONDS);
        }
        require(requests < limits.requests(), "requests");
        requests++;
        return new Place();
    }

    private static void require(boolean fits, String what) {
        if (!fits) {
            throw new HttpProblem(Fault.OVERLOADED, "too many %s in work; try again".formatted(what), RETRY_SECONDS);
        }
    }

    synchronized int requests() {
        return requests;
    }

    /// Turns further requests away.
    synchronized void stop() {
        stopping = true;
    }

    synchronized boolean isStopping() {
        return stopping;
    }
}
