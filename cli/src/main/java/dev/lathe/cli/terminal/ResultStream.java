package dev.lathe.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// A stream for results: buffered, and loud about trouble, which a `PrintStream` would swallow.
///
/// A reader that has seen enough (`lathe embed … | head`) ends the command quietly, by [ReaderGone]; anything else that
/// stops the writing, a full disk for one, is a [CommandFailure].
public final class ResultStream extends FilterOutputStream {

    private final String name;

    private ResultStream(OutputStream target, String name) {
        super(target);
        this.name = name;
    }

    /// @param name what failures call it
    static OutputStream to(OutputStream target, String name) {
        return new BufferedOutputStream(new ResultStream(target, name), 1 << 16);
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
            throw isReaderGone(e) ? new ReaderGone(name)
                    : new CommandFailure(DiskFull.explained(name + ": " + e.getMessage()), e);
        }
    }

    private static boolean isReaderGone(IOException e) {
        return "Broken pipe".equals(e.getMessage());
    }

    /// Whoever read our results closed the pipe.
    public static final class ReaderGone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private ReaderGone(String name) {
            super(name + ": closed by its reader");
        }
    }
}
