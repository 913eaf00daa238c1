package dev.lathe.bert.checkpoint.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Single bytes and short texts of a file through a 64 KiB window, for parsers that hop over what they don't need.
public final class ByteWindow {
    private static final int BYTES = 1 << 16;
    private static final int MAX_TEXT = 1 << 12;
    /// All texts of a file together: a graph of 1,244 nodes has 0.2 MiB.
    private static final long MAX_ALL_TEXT = 1 << 26;
    /// Messages, texts and runs of bytes together, since each may cost an object: the same graph has 11,000.
    private static final int MAX_PARTS = 1 << 20;

    private final BoundedFile file;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowStart;
    private long textRead;
    private int parts;

    public ByteWindow(BoundedFile file) {
        this.file = file;
    }

    BoundedFile file() {
        return file;
    }

    int at(long position) throws IOException {
        int at = place(position, 1);
        return window.get(at) & 0xff;
    }

    /// Where a run of bytes that is not longer than the window begins in it.
    private int place(long position, int count) throws IOException {
        long inWindow = position - windowStart;
        if (inWindow < 0 || inWindow + count > window.limit()) {
            windowStart = position;
            window = file.bytes(position, (int) Math.min(BYTES, file.length() - position));
            inWindow = 0;
        }
        return (int) inWindow;
    }

    void countPart() throws CheckpointException {
        if (++parts > MAX_PARTS) {
            throw new CheckpointException(file.name(), "more than " + MAX_PARTS + " messages and names");
        }
    }

    String text(long position, long length) throws IOException {
        textRead += length;
        if (length > MAX_TEXT || textRead > MAX_ALL_TEXT) {
            throw new CheckpointException(
                    file.name(), "name of " + length + " bytes at byte " + position + ": too long");
        }
        try {
            int start = place(position, (int) length);
            return StandardCharsets.UTF_8.newDecoder().decode(window.slice(start, (int) length)).toString();
        } catch (CharacterCodingException malformed) {
            throw new CheckpointException(file.name(), "name at byte " + position + ": not UTF-8", malformed);
        }
    }
}
