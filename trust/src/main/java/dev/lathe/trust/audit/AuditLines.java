package dev.lathe.trust.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The lines of a file, one after the other, with what is behind the last end of a line told apart.
///
/// Bytes are characters here: somebody may have put any into a line, and two that are no UTF-8 would look alike.
final class AuditLines implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    /// A request has 2,048 inputs unless the user wants more, and labels are short.
    private static final int LONGEST = 1 << 24;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int next;
    private int end;
    private long whole;
    private long torn;

    AuditLines(Path file) throws IOException {
        in = Files.newInputStream(file);
    }

    /// The next line without its end; empty behind the last whole one. One that is longer than any of ours is cut.
    Optional<String> next() throws IOException {
        var line = new ByteArrayOutputStream();
        while (next < end || fill()) {
            int start = next;
            while (next < end && buffer[next] != '\n') {
                next++;
            }
            line.write(buffer, start, next - start);
            if (next < end || line.size() > LONGEST) {
                next = Math.min(next + 1, end);
                whole += line.size() + 1;
                return Optional.of(line.toString(StandardCharsets.ISO_8859_1));
            }
        }
        torn = line.size();
        return Optional.empty();
    }

    private boolean fill() throws IOException {
        next = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    /// Bytes of the whole lines that were read.
    long whole() {
        return whole;
    }

    /// Bytes behind the last whole line, once all are read.
    long torn() {
        return torn;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
