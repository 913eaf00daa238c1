package dev.lathe.cli.monitor;

import java.io.IOException;

/// Where bytes come from, now or later.
interface ByteSource extends AutoCloseable {
    /// What came.
    sealed interface Chunk {
        /// Some bytes.
        record Bytes(byte[] bytes) implements Chunk {}

        /// None for a while; there may be more later.
        record Nothing() implements Chunk {}

        /// What follows begins anew: a file was replaced by another.
        record Anew() implements Chunk {}

        /// No more.
        record End() implements Chunk {}
    }

    /// Waits for at most about a second.
    Chunk next() throws IOException;

    @Override
    void close() throws IOException;
}
