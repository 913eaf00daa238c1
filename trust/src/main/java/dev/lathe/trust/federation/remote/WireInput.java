package dev.lathe.trust.federation.remote;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Bytes of someone else's, read so that a length that is a lie costs no memory.
final class WireInput {
    private final ByteArrayInputStream bytes;
    private final DataInputStream in;

    WireInput(byte[] given) {
        bytes = new ByteArrayInputStream(given);
        in = new DataInputStream(bytes);
    }

    byte readByte() throws IOException {
        return in.readByte();
    }

    boolean readBoolean() throws IOException {
        return in.readBoolean();
    }

    int readInt() throws IOException {
        return in.readInt();
    }

    double readDouble() throws IOException {
        return in.readDouble();
    }

    String readText() throws IOException {
        return in.readUTF();
    }

    /// A number of things of which each takes some bytes.
    int readCount(int size) throws IOException {
        int count = in.readInt();
        if (count < 0 || (long) count * size > bytes.available()) {
            throw new EOFException("%d things of %d bytes are announced, %d bytes are left".formatted(count, size, bytes.available()));
        }
        return count;
    }

    byte[] readBytes() throws IOException {
        return in.readNBytes(readCount(1));
    }

    float[] readFloats() throws IOException {
        var values = new float[readCount(Float.BYTES)];
        ByteBuffer.wrap(in.readNBytes(values.length * Float.BYTES)).asFloatBuffer().get(values);
        return values;
    }

    long[] readLongs() throws IOException {
        var values = new long[readCount(Long.BYTES)];
        ByteBuffer.wrap(in.readNBytes(values.length * Long.BYTES)).asLongBuffer().get(values);
        return values;
    }

    boolean isAtEnd() {
        return bytes.available() == 0;
    }
}
