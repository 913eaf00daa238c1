package dev.lathe.bert.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/// Puts safetensors files together byte by byte, sound or not.
public final class SafetensorsBytes {
    private SafetensorsBytes() {}

    public static byte[] of(long headerLength, byte[] header, byte[] data) {
        return ByteBuffer.allocate(8 + header.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(headerLength)
                .put(header)
                .put(data)
                .array();
    }

    public static Path store(Path path, byte[] header, byte[] data) throws IOException {
        return Files.write(path, of(header.length, header, data));
    }
}
