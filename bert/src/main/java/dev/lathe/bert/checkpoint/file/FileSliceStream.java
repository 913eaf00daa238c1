package dev.lathe.bert.checkpoint.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/// A range of a file's bytes as a stream.
public final class FileSliceStream extends InputStream {
    private final BoundedFile file;
    private long position;
    private final long end;

    public FileSliceStream(BoundedFile file, long position, long length) {
        this.file = file;
        this.position = position;
        this.end = position + length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, into.length);
        if (position == end) {
            return count == 0 ? 0 : -1;
        }
        int now = (int) Math.min(count, end - position);
        file.read(position, ByteBuffer.wrap(into, offset, now));
        position += now;
        return now;
    }
}
