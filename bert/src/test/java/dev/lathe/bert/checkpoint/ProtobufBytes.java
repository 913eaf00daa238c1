package dev.lathe.bert.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes protobuf messages, field by field.
public final class ProtobufBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public ProtobufBytes number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    public ProtobufBytes bytes(int field, byte[] value) {
        varint((long) field << 3 | 2);
        varint(value.length);
        bytes.writeBytes(value);
        return this;
    }

    public ProtobufBytes text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    public ProtobufBytes message(int field, ProtobufBytes value) {
        return bytes(field, value.toBytes());
    }

    public ProtobufBytes raw(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    public byte[] toBytes() {
        return bytes.toByteArray();
    }

    public ProtobufBytes varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return this;
    }
}
