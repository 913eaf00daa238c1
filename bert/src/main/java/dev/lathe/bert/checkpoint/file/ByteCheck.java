package dev.lathe.bert.checkpoint.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Something that a file's bytes must agree with, told of them as they are read.
public interface ByteCheck {
    /// Agrees with everything.
    ByteCheck NONE = new ByteCheck() {
        @Override
        public void passed(long position, ByteBuffer bytes) {}

        @Override
        public void complete() {}
    };

    /// Hears of bytes that were read; called by any number of threads.
    ///
    /// @param position of the first of them
    /// @param bytes from its position to its limit, left as they are
    /// @throws CheckpointException when these were the last it needed, and the bytes are wrong
    void passed(long position, ByteBuffer bytes) throws IOException;

    /// Reads what nobody has read yet, until it is known whether the bytes are right.
    ///
    /// @throws CheckpointException when they are wrong
    void complete() throws IOException;
}
