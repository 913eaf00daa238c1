package dev.lathe.cli;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Standard output for results: buffered, and loud about trouble, which a `PrintStream` would swallow.
///
/// A reader that has seen enough (`lathe embed … | head`) ends the command quietly, by [ReaderGone]; anything else that
/// stops the writing, a full disk for one, is a [CommandFailure].
final class ResultStream extends FilterOutputStream {

    private ResultStream(OutputStream target) {
        super(target);
    }

    static OutputStream to(OutputStream target) {
        return new BufferedOutputStream(new ResultStream(target), 1 << 16);
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw isReaderGone(e) ? new ReaderGone() : new CommandFailure(
                    (DiskFull.isCauseOf(e) ? "disk full: " : "") + "standard output: " + e.getMessage(), e);
        }
    }

    private static boolean isReaderGone(IOException e) {
        return "Broken pipe".equals(e.getMessage());
    }

    /// Whoever read our results closed the pipe.
    static final class ReaderGone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private ReaderGone() {
            super("standard output: closed by its reader");
        }
    }
}
