package dev.lathe.bert.checkpoint.torch;

import dev.lathe.bert.checkpoint.file.BoundedFile;
import dev.lathe.bert.checkpoint.file.ByteCheck;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/// Compares a stored file with the CRC-32 that the archive's directory has for it, on the way of its bytes to the reader.
///
/// Bytes are summed from the front. Whoever reads on from there has nothing read twice; bytes that a reader leaves out are
/// read here when they are needed.
final class ZipChecksum implements ByteCheck {
    private static final int CHUNK_BYTES = 1 << 18;

    private final BoundedFile file;
    private final int expected;
    private final CRC32 crc = new CRC32();
    /// How many bytes are summed. Changes under this object's lock.
    private volatile long summed;

    private ZipChecksum(BoundedFile file, int expected) {
        this.file = file;
        this.expected = expected;
    }

    /// The same file, compared as it is read.
    ///
    /// @param expected the checksum; 0 if none was written
    static BoundedFile checked(BoundedFile file, int expected) {
        return expected == 0 ? file : file.with(new ZipChecksum(file, expected));
    }

    @Override
    public void passed(long position, ByteBuffer bytes) throws IOException {
        if (position + bytes.remaining() > summed) {
            synchronized (this) {
                sumUpTo(position);
                int known = (int) Math.min(bytes.remaining(), summed - position);
                add(bytes.slice(bytes.position() + known, bytes.remaining() - known));
            }
        }
        requireRight();
    }

    @Override
    public void complete() throws IOException {
        synchronized (this) {
            sumUpTo(file.length());
        }
        requireRight();
    }

    private void sumUpTo(long end) throws IOException {
        if (summed < end) {
            var chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, end - summed));
            while (summed < end) {
                chunk.clear().limit((int) Math.min(chunk.capacity(), end - summed));
                file.read(summed, chunk);
                add(chunk.flip());
            }
        }
    }

    private void add(ByteBuffer bytes) {
        int count = bytes.remaining();
        crc.update(bytes);
        summed += count;
    }

    /// Needs no lock: after the last byte the sum stays as it is.
    private void requireRight() throws CheckpointException {
        if (summed == file.length() && (int) crc.getValue() != expected) {
            throw new CheckpointException(file.name(), "crc32 is %08x: the archive's directory says %08x".formatted(
                    (int) crc.getValue(), expected));
        }
    }
}
