package dev.lathe.bert.checkpoint.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// Adds to a file that others read meanwhile: all bytes, or none of them when the disk is full.
public final class WholeAppend {
    private WholeAppend() {}

    /// Writes behind the file's end and brings it onto the disk.
    ///
    /// @param file what failures name
    /// @param channel that it is written through
    /// @throws IOException if not all of them can be written; the file is as it was
    public static void of(Path file, FileChannel channel, ByteBuffer bytes) throws IOException {
        long end = channel.size();
        boolean whole = false;
        try {
            NamedWriting.of(file, () -> {
                for (long at = end; bytes.hasRemaining();) {
                    at += channel.write(bytes, at);
                }
                channel.force(false);
                return bytes;
            });
            whole = true;
        } finally {
            if (!whole) {
                channel.truncate(end);
            }
        }
    }
}
