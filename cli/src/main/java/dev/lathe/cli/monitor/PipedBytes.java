package dev.lathe.cli.monitor;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A stream's bytes, read by a thread of its own: reading from a pipe waits as long as the writer does, and windows end meanwhile.
final class PipedBytes implements ByteSource {
    private static final int BUFFER = 1 << 16;
    private static final int AHEAD = 4;

    private final BlockingQueue<Read> reads = new ArrayBlockingQueue<>(AHEAD);
    private final Thread reader;

    private record Read(Chunk chunk, @Nullable IOException failure) {}

    PipedBytes(InputStream in) {
        reader = Thread.ofPlatform().daemon().name("lathe-monitor-input").start(() -> read(in));
    }

    private void read(InputStream in) {
        byte[] buffer = new byte[BUFFER];
        try {
            try {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    reads.put(new Read(new Chunk.Bytes(Arrays.copyOf(buffer, count)), null));
                }
                reads.put(new Read(new Chunk.End(), null));
            } catch (IOException e) {
                reads.put(new Read(new Chunk.End(), e));
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Chunk next() throws IOException {
        try {
            Read read = reads.poll(1, TimeUnit.SECONDS);
            if (read == null) {
                return new Chunk.Nothing();
            }
            if (read.failure() != null) {
                throw read.failure();
            }
            return read.chunk();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Chunk.End();
        }
    }

    @Override
    public void close() {
        reader.interrupt();
    }
}
