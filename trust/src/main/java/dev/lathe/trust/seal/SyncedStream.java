package dev.lathe.trust.seal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;

/// A file whose bytes are on the disk when it is closed.
final class SyncedStream extends OutputStream {
    private final OutputStream out;
    private final FileChannel channel;

    SyncedStream(OutputStream out, FileChannel channel) {
        this.out = out;
        this.channel = channel;
    }

    @Override
    public void write(int one) throws IOException {
        out.write(one);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        out.write(bytes, from, count);
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            channel.force(true);
        }
    }
}
