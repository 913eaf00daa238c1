package dev.lathe.trust.audit;

import dev.lathe.bert.checkpoint.file.NamedWriting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The file that is written: whole lines or nothing.
interface LogFile extends AutoCloseable {
    /// Opens a file; tests give those that fail.
    @FunctionalInterface
    interface Opener {
        LogFile open(Path file) throws IOException;
    }

    long size() throws IOException;

    void write(byte[] bytes) throws IOException;

    void truncate(long size) throws IOException;

    void force() throws IOException;

    @Override
    void close() throws IOException;

    /// A file of the file system, made if it is not there.
    static LogFile open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return new LogFile() {
            @Override
            public long size() throws IOException {
                return channel.size();
            }

            @Override
            public void write(byte[] bytes) throws IOException {
                NamedWriting.of(file, () -> {
                    channel.position(channel.size());
                    for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining();) {
                        channel.write(left);
                    }
                    return file;
                });
            }

            @Override
            public void truncate(long size) throws IOException {
                channel.truncate(size);
            }

            @Override
            public void force() throws IOException {
                channel.force(false);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
