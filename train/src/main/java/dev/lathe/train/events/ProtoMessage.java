package dev.lathe.train.events;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A message in the binary form of Protocol Buffers, put together field by field. A field whose value is zero is written too:
/// readers take it for what it is.
///
/// Source: protobuf.dev, "Encoding".
final class ProtoMessage {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;
    private static final int TYPE_BITS = 3;
    private static final int MORE = 0x80;
    private static final int SEVEN_BITS = 0x7f;
    private static final int GROUP = 7;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    ProtoMessage integer(int field, long value) {
        tag(field, VARINT);
        varint(value);
        return this;
    }

    ProtoMessage real(int field, double value) {
        tag(field, FIXED_64);
        bytes.writeBytes(little(Double.BYTES).putDouble(value).array());
        return this;
    }

    ProtoMessage real32(int field, float value) {
        tag(field, FIXED_32);
        bytes.writeBytes(little(Float.BYTES).putFloat(value).array());
        return this;
    }

    /// Numbers one after another under one tag.
    ProtoMessage reals(int field, double[] values) {
        ByteBuffer packed = little(values.length * Double.BYTES);
        for (double value : values) {
            packed.putDouble(value);
        }
        return delimited(field, packed.array());
    }

    ProtoMessage text(int field, String value) {
        return delimited(field, value.getBytes(StandardCharsets.UTF_8));
    }

    ProtoMessage message(int field, ProtoMessage value) {
        return delimited(field, value.toBytes());
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    private ProtoMessage delimited(int field, byte[] value) {
        tag(field, LENGTH_DELIMITED);
        varint(value.length);
        bytes.writeBytes(value);
        return this;
    }

    private void tag(int field, int type) {
        varint((long) field << TYPE_BITS | type);
    }

    private void varint(long value) {
        long left = value;
        while ((left & ~SEVEN_BITS) != 0) {
            bytes.write((int) (left & SEVEN_BITS) | MORE);
            left >>>= GROUP;
        }
        bytes.write((int) left);
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
