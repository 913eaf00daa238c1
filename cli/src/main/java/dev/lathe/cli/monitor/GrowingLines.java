package dev.lathe.cli.monitor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The lines of what may still be written: a file, or a stream. They are handed over as they are there, and whoever waits for
/// them is told now and then that none has come.
public final class GrowingLines implements AutoCloseable {
    private static final int LONGEST = 1 << 20;
    private static final byte LINE_FEED = '\n';

    private final ByteSource source;
    private final boolean keepsUnended;
    private final ByteArrayOutputStream unended = new ByteArrayOutputStream();
    private long dropped;
    private boolean ended;
    private long position;

    private GrowingLines(ByteSource source, boolean keepsUnended) {
        this.source = source;
        this.keepsUnended = keepsUnended;
    }

    /// One line.
    ///
    /// @param bytes without the line's end
    /// @param isTooLong whether they are a part of what was there
    public record Line(byte[] bytes, boolean isTooLong) {}

    /// A stream's lines.
    public static GrowingLines of(InputStream in) {
        return new GrowingLines(new PipedBytes(in), false);
    }

    /// A file's lines.
    ///
    /// @param position bytes to leave out, which were read before; all are read if the file is shorter
    /// @param follow whether to wait for more at its end
    /// @param keepsUnended whether a last line without an end is left to the next run
    public static GrowingLines of(Path file, long position, boolean follow, boolean keepsUnended) throws IOException {
        var bytes = new FileBytes(file, position, follow);
        var lines = new GrowingLines(bytes, keepsUnended || follow);
        lines.position = bytes.start();
        return lines;
    }

    /// The lines that have come, after a while none.
    public List<Line> next() throws IOException {
        var lines = new ArrayList<Line>();
        ByteSource.Chunk chunk = source.next();
        switch (chunk) {
            case ByteSource.Chunk.Bytes(byte[] bytes) -> split(bytes, lines);
            case ByteSource.Chunk.Anew() -> {
                unended.reset();
                dropped = 0;
                position = 0;
            }
            case ByteSource.Chunk.Nothing() -> { }
            case ByteSource.Chunk.End() -> {
                ended = true;
                if (unended.size() > 0 && !keepsUnended) {
                    take(lines);
                }
            }
        }
        return lines;
    }

    private void split(byte[] bytes, List<Line> lines) {
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == LINE_FEED) {
                keep(bytes, from, i);
                take(lines);
                position++;
                from = i + 1;
            }
        }
        keep(bytes, from, bytes.length);
    }

    private void keep(byte[] bytes, int from, int to) {
        int room = Math.min(to - from, LONGEST - unended.size());
        unended.write(bytes, from, room);
        dropped += to - from - room;
    }

    private void take(List<Line> lines) {
        position += unended.size() + dropped;
        lines.add(new Line(unended.toByteArray(), dropped > 0));
        unended.reset();
        dropped = 0;
    }

    /// Whether no more lines will come.
    public boolean isEnded() {
        return ended;
    }

    /// Bytes of the input up to the end of the last line that was handed over.
    public long position() {
        return position;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
