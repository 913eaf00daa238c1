package dev.lathe.bench.peers;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Walks over the fields of one protobuf message. After [#next()] says yes, exactly one of the readers or [#skip()] follows.
final class ProtobufCursor {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;

    private final ByteBuffer buffer;
    private int key;

    ProtobufCursor(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    boolean next() {
        if (!buffer.hasRemaining()) {
            return false;
        }
        key = (int) varint();
        return true;
    }

    /// The number of the field at hand.
    int field() {
        return key >>> 3;
    }

    long varint() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = buffer.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    ByteBuffer bytes() {
        int length = Math.toIntExact(varint());
        ByteBuffer slice = buffer.slice(buffer.position(), length);
        buffer.position(buffer.position() + length);
        return slice;
    }

    ProtobufCursor message() {
        return new ProtobufCursor(bytes());
    }

    String text() {
        return StandardCharsets.UTF_8.decode(bytes()).toString();
    }

    void skip() {
        switch (key & 7) {
            case VARINT -> varint();
            case FIXED64 -> buffer.position(buffer.position() + Long.BYTES);
            case LENGTH_DELIMITED -> bytes();
            case FIXED32 -> buffer.position(buffer.position() + Integer.BYTES);
            default -> throw new IllegalArgumentException("protobuf: wire type " + (key & 7) + " of field " + field());
        }
    }
}
