package dev.lathe.bert.checkpoint.tensorflow;

import dev.lathe.bert.checkpoint.file.BoundedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The checksum that TensorFlow stores: CRC-32C, rotated and offset so that a checksum of checksums stays sound.
///
/// `masked = ((crc >>> 15) | (crc << 17)) + 0xa282ead8`. Source: `lib/hash/crc32c.h` of TensorFlow.
final class MaskedCrc {
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int DELTA = 0xa282ead8;

    private MaskedCrc() {}

    static int of(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return masked(crc);
    }

    static int of(BoundedFile file, long position, long count) throws IOException {
        var crc = new CRC32C();
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(count, CHUNK_BYTES));
        for (long done = 0; done < count; done += chunk.limit()) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), count - done));
            file.read(position + done, chunk);
            crc.update(chunk.flip());
        }
        return masked(crc);
    }

    private static int masked(CRC32C crc) {
        return Integer.rotateRight((int) crc.getValue(), 15) + DELTA;
    }
}
