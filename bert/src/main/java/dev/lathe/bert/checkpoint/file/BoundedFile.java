package dev.lathe.bert.checkpoint.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A file, or a part of one, open for positional reads, each of which is complete or fails.
///
/// It is read, not mapped: cutting a mapped file short kills the JVM, and Windows locks one.
public final class BoundedFile implements AutoCloseable {
    /// Small enough that what was read is still in the cache when it is decoded.
    private static final int CHUNK_BYTES = 1 << 18;
    /// With which the small text begins that a clone has where Git LFS has not fetched the file.
    private static final byte[] POINTER = "version https://git-lfs.github.com/spec/".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_OF_A_POINTER = 1024;

    private final String name;
    private final FileChannel channel;
    private final long start;
    private final long length;
    private final ByteCheck check;
    /// Off the heap, where the system writes without a copy in between; one for each thread that reads at the time.
    private final Queue<ByteBuffer> chunks = new ConcurrentLinkedQueue<>();

    private BoundedFile(String name, FileChannel channel, long start, long length, ByteCheck check) {
        this.name = name;
        this.channel = channel;
        this.start = start;
        this.length = length;
        this.check = check;
    }

    /// Opens a file of weights.
    ///
    /// @throws CheckpointException if there is none, or what Git LFS has left in its place
    public static BoundedFile open(Path path) throws IOException {
        BoundedFile file = openText(path);
        boolean weights = false;
        try {
            refusePointer(path);
            weights = true;
            return file;
        } finally {
            if (!weights) {
                file.close();
            }
        }
    }

    /// Opens a file of text, which Git keeps itself.
    ///
    /// @throws CheckpointException if there is none
    public static BoundedFile openText(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new CheckpointException(path.toString(), "no such file");
        }
        if (!Files.isRegularFile(path)) {
            throw new CheckpointException(path.toString(), "not a file");
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        return new BoundedFile(String.valueOf(path.getFileName()), channel, 0, channel.size(), ByteCheck.NONE);
    }

    private static void refusePointer(Path path) throws IOException {
        if (Files.size(path) <= MOST_OF_A_POINTER) {
            try (InputStream in = Files.newInputStream(path)) {
                if (Arrays.equals(in.readNBytes(POINTER.length), POINTER)) {
                    throw new CheckpointException(
                            path.toString(), "stands for a file that Git LFS has not fetched; 'git lfs pull' fetches it");
                }
            }
        }
    }

    /// Some of the bytes as a file of their own. It shares this one's channel: whoever closes one closes both.
    ///
    /// @throws CheckpointException when this file ends before the part does
    public BoundedFile part(String partName, long from, long bytes) throws CheckpointException {
        checkRange(from, bytes);
        return new BoundedFile(partName, channel, start + from, bytes, ByteCheck.NONE);
    }

    /// The same bytes, none of which is read but a check hears of it. It shares this one's channel.
    public BoundedFile with(ByteCheck byteCheck) {
        return new BoundedFile(name, channel, start, length, byteCheck);
    }

    /// Finds out whether the bytes are right, if there is a check; reads those that it still needs.
    ///
    /// @throws CheckpointException when they are wrong
    public void requireRight() throws IOException {
        check.complete();
    }

    public String name() {
        return name;
    }

    /// The length, for a whole file as it was when it was opened.
    public long length() {
        return length;
    }

    /// Fills the buffer from its position to its limit.
    ///
    /// @throws CheckpointException when the file ends before that, or its check finds it wrong
    public void read(long position, ByteBuffer into) throws IOException {
        int first = into.position();
        int count = into.remaining();
        checkRange(position, count);
        long at = start + position;
        while (into.hasRemaining()) {
            int got = channel.read(into, at);
            if (got < 0) {
                throw cutShort(at - start, into.remaining());
            }
            at += got;
        }
        check.passed(position, into.slice(first, count));
    }

    private void checkRange(long position, long bytes) throws CheckpointException {
        if (position < 0 || bytes < 0) {
            throw new IndexOutOfBoundsException(name + ": " + bytes + " bytes from " + position + " on");
        }
        if (bytes > length - position) {
            throw cutShort(length, bytes - (length - position));
        }
    }

    private CheckpointException cutShort(long end, long missing) {
        return new CheckpointException(name, "cut short: ends at byte " + end + ", needed " + missing + " more");
    }

    /// A little-endian buffer with the bytes at `position`.
    public ByteBuffer bytes(long position, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        read(position, buffer);
        return buffer.flip();
    }

    /// Decodes `count` values that are stored from `position` on, in chunks.
    public void readFloats(long position, StoredType type, float[] into, int offset, int count) throws IOException {
        ByteBuffer free = chunks.poll();
        ByteBuffer chunk = free == null
                ? ByteBuffer.allocateDirect(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN)
                : free;
        int perChunk = CHUNK_BYTES / type.bytes();
        for (int done = 0; done < count; done += perChunk) {
            int now = Math.min(perChunk, count - done);
            chunk.clear().limit(now * type.bytes());
            read(position + (long) done * type.bytes(), chunk);
            type.decode(chunk.flip(), into, offset + done, now);
        }
        chunks.add(chunk);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
