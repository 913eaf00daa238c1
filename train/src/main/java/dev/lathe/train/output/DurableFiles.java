package dev.lathe.train.output;

import dev.lathe.bert.checkpoint.file.NamedWriting;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import org.jspecify.annotations.Nullable;

/// File operations whose effect outlasts a power failure, in the order of the calls. Links are never followed.
final class DurableFiles {

    private DurableFiles() {
    }

    static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /// Gives a file or directory another name on the same file system: at any moment it has one of the two. A power failure
    /// may undo it until the next [#rename] in the same directory.
    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /// As [#move], and no power failure undoes it.
    static void rename(Path from, Path to) throws IOException {
        move(from, to);
        Path oldParent = from.resolveSibling(".").normalize();
        Path newParent = to.resolveSibling(".").normalize();
        syncDirectory(newParent);
        if (!oldParent.equals(newParent)) {
            syncDirectory(oldParent);
        }
    }

    /// Brings the content of all files and directories of a tree onto the disk.
    static void syncTree(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    // Windows syncs only what is open for writing; elsewhere a read-only file is no obstacle.
                    sync(file, isPosix(file) ? StandardOpenOption.READ : StandardOpenOption.WRITE);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                syncDirectory(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /// Windows can't open a directory as a file and needs no such thing: its file system journals names.
    private static void syncDirectory(Path directory) throws IOException {
        if (isPosix(directory)) {
            sync(directory, StandardOpenOption.READ);
        }
    }

    private static void sync(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            NamedWriting.of(path, () -> {
                channel.force(true);
                return path;
            });
        }
    }

    private static boolean isPosix(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
    }
}
