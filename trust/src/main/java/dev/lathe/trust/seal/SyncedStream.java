package dev.lathe.trust.seal;

import dev.lathe.bert.checkpoint.file.NamedWriting;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// A file whose bytes are on the disk when it is closed.
final class SyncedStream extends OutputStream {
    private final Path file;
    private final OutputStream out;
    private final FileChannel channel;

    /// @param file what failures name
    SyncedStream(Path file, FileChannel channel) {
        this.file = file;
        this.out = Channels.newOutputStream(channel);
        this.channel = channel;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        NamedWriting.of(file, () -> {
            out.write(bytes, from, count);
            return file;
        });
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            NamedWriting.of(file, () -> {
                channel.force(true);
                return file;
            });
        }
    }
}
