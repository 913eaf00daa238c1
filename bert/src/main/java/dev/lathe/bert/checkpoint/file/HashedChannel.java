package dev.lathe.bert.checkpoint.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Writes a file and works out its SHA-256. A thread of its own reads the bytes again, from the operating system's memory, while
/// they go to the disk, which takes longer: half of hashing's time is hidden, on two busy cores.
public final class HashedChannel implements AutoCloseable {
    private final FileChannel channel;
    private final Path file;
    private final Path named;

    private HashedChannel(FileChannel channel, Path file, Path named) {
        this.channel = channel;
        this.file = file;
        this.named = named;
    }

    /// Begins a file that must not be there.
    ///
    /// @param file where it is written
    /// @param named what failures name
    public static HashedChannel create(Path file, Path named) throws IOException {
        return new HashedChannel(
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), file, named);
    }

    /// Writes all bytes that the buffer has left.
    public void write(ByteBuffer bytes) throws IOException {
        NamedWriting.of(named, () -> {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return bytes;
        });
    }

    /// Brings everything onto the disk.
    ///
    /// @return the hash of what was written
    public String finish() throws IOException {
        CompletableFuture<String> hash = CompletableFuture.supplyAsync(this::hash, Thread.ofPlatform().daemon()::start);
        NamedWriting.of(named, () -> {
            channel.force(true);
            return channel;
        });
        try {
            return hash.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof UncheckedIOException e ? e.getCause() : new IOException(failed);
        }
    }

    private String hash() {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
