package dev.lathe.trust.seal;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.nio.file.Path;

/// A place in memory that is read and written by paths as a disk is, for what must not reach one.
///
/// Each has a file system of its own, by Jimfs, whose bytes are on the heap until nothing refers to one of its paths any more.
public final class MemoryDirectory {
    /// As long as the frames that are written there.
    private static final int BLOCK_BYTES = 1 << 16;

    private MemoryDirectory() {}

    /// A path in memory that reads as one on the disk does, relative or absolute. Nothing is there yet.
    public static Path at(Path onDisk) {
        Path root = onDisk.toAbsolutePath().getRoot();
        Path working = onDisk.isAbsolute() ? root : Path.of("").toAbsolutePath();
        Configuration configuration = Configuration.forCurrentPlatform().toBuilder()
                .setRoots(root.toString())
                .setWorkingDirectory(working.toString())
                .setBlockSize(BLOCK_BYTES)
                // No limit but the heap's.
                .setMaxSize((long) BLOCK_BYTES * Integer.MAX_VALUE)
                .build();
        return Jimfs.newFileSystem(configuration).getPath(onDisk.toString());
    }
}
