package dev.lathe.train.events;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// A record as TFRecord files have it, all numbers with their lowest byte first:
///
/// | bytes | |
/// |---|---|
/// | 8 | length of the content |
/// | 4 | masked CRC-32C of those 8 |
/// | length | content |
/// | 4 | masked CRC-32C of the content |
///
/// Masked is `((crc >>> 15) | (crc << 17)) + 0xa282ead8`, so that a checksum of data that holds checksums stays a good one.
///
/// Source: TensorFlow's guide "TFRecord and tf.train.Example", section "TFRecords format details".
final class RecordFraming {
    private static final int MASK = 0xa282ead8;
    private static final int ROTATION = 15;

    private RecordFraming() {}

    static byte[] of(byte[] content) {
        ByteBuffer record = ByteBuffer.allocate(Long.BYTES + Integer.BYTES + content.length + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(content.length);
        record.putInt(masked(record.array(), Long.BYTES));
        record.put(content);
        record.putInt(masked(content, content.length));
        return record.array();
    }

    private static int masked(byte[] bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes, 0, length);
        return Integer.rotateRight((int) crc.getValue(), ROTATION) + MASK;
    }
}
