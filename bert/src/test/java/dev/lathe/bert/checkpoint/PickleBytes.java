package dev.lathe.bert.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Writes pickles, instruction by instruction, as Python's pickler or against all rules.
public final class PickleBytes {
    private final ProtobufBytes out = new ProtobufBytes();

    public static PickleBytes protocol2() {
        return new PickleBytes().code(0x80, 2);
    }

    public PickleBytes code(int... bytes) {
        out.raw(bytes);
        return this;
    }

    public PickleBytes ascii(String text) {
        for (byte b : text.getBytes(StandardCharsets.US_ASCII)) {
            out.raw(b);
        }
        return this;
    }

    public PickleBytes global(String module, String name) {
        return ascii("c" + module + "\n" + name + "\n");
    }

    public PickleBytes text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.raw('X').raw(littleEndian(bytes.length));
        for (byte b : bytes) {
            out.raw(b);
        }
        return this;
    }

    public PickleBytes whole(long value) {
        if (value >= 0 && value < 256) {
            return code('K', (int) value);
        }
        if (value >= 0 && value < 65_536) {
            return code('M', (int) value & 0xff, (int) value >> 8);
        }
        if (value == (int) value) {
            out.raw('J').raw(littleEndian((int) value));
            return this;
        }
        out.raw(0x8a, 8).raw(littleEndian((int) value)).raw(littleEndian((int) (value >> 32)));
        return this;
    }

    public PickleBytes tuple(long... values) {
        code('(');
        for (long value : values) {
            whole(value);
        }
        return code('t');
    }

    public byte[] toBytes() {
        return out.toBytes();
    }

    private static int[] littleEndian(int value) {
        byte[] bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
        return new int[] {bytes[0], bytes[1], bytes[2], bytes[3]};
    }
}
