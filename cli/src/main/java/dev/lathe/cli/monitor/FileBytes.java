package dev.lathe.cli.monitor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A file's bytes from a position on, and those that are written to it later.
final class FileBytes implements ByteSource {
    private static final int BUFFER = 1 << 16;
    private static final long WAIT = TimeUnit.MILLISECONDS.toNanos(200);

    private final Path file;
    private final boolean follow;
    private final long start;
    private FileChannel channel;

    FileBytes(Path file, long position, boolean follow) throws IOException {
        this.file = file;
        this.follow = follow;
        channel = FileChannel.open(file, StandardOpenOption.READ);
        start = position > channel.size() ? 0 : position;
        channel.position(start);
    }

    /// Where reading began.
    long start() {
        return start;
    }

    @Override
    public Chunk next() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        if (channel.read(buffer) > 0) {
            byte[] bytes = new byte[buffer.flip().remaining()];
            buffer.get(bytes);
            return new Chunk.Bytes(bytes);
        }
        if (!follow) {
            return new Chunk.End();
        }
        // Cut short, or another one under the old one's name: logs are put away so.
        if (Files.exists(file) && Files.size(file) < channel.position()) {
            channel.close();
            channel = FileChannel.open(file, StandardOpenOption.READ);
            return new Chunk.Anew();
        }
        LockSupport.parkNanos(WAIT);
        return new Chunk.Nothing();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
