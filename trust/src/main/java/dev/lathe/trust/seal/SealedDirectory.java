package dev.lathe.trust.seal;

import dev.lathe.bert.checkpoint.file.Unfinished;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A directory whose files are encrypted one by one, and listed in an encrypted file `SEALED`.
///
/// Names, sizes and the number of files are not hidden. Results appear whole, by rename, or not at all. Memory is a few frames, whatever the size,
/// but for [#open].
public final class SealedDirectory {
    private SealedDirectory() {}

    /// Encrypts every file of a directory.
    ///
    /// @param to is made
    /// @return how many files
    /// @throws SealException if there is no such directory, it is encrypted already, or `to` is there
    public static int encrypt(Path directory, SealKey key, Path to) throws IOException {
        SortedMap<String, Path> files = files(directory);
        if (files.containsKey(Index.FILE)) {
            throw new SealException(directory + ": encrypted already");
        }
        try (var unfinished = beside(to, directory)) {
            var salts = new TreeMap<String, String>();
            for (Map.Entry<String, Path> file : files.entrySet()) {
                byte[] salt = salt();
                salts.put(file.getKey(), HexFormat.of().formatHex(salt));
                try (InputStream in = reading(file.getValue()); OutputStream out = writing(unfinished.path().resolve(file.getKey() + Index.ENDING))) {
                    Frames.seal(in, out, key, salt, file.getKey());
                }
            }
            byte[] index = new Index(salts).text().getBytes(StandardCharsets.UTF_8);
            // What cannot be read again is not written.
            Index.of(new String(index, StandardCharsets.UTF_8), directory.toString());
            try (OutputStream out = writing(unfinished.path().resolve(Index.FILE))) {
                Frames.seal(new ByteArrayInputStream(index), out, key, salt(), Index.NAME);
            }
            unfinished.publish();
        }
        return files.size();
    }

    /// Decrypts every file of a directory.
    ///
    /// @param to is made
    /// @return how many files
    /// @throws SealException naming the first file that is not what was encrypted with this key, is missing, or was added; then nothing is made
    public static int decrypt(Path directory, SealKey key, Path to) throws IOException {
        SealedFiles sealed = SealedFiles.of(directory, files(directory), key);
        try (var unfinished = beside(to, directory)) {
            sealed.decrypt(unfinished.path());
            unfinished.publish();
        }
        return sealed.index().salts().size();
    }

    /// Decrypts every file of a directory into memory, for whoever reads models by their paths: nothing is written to a disk.
    ///
    /// The bytes of all files stay in memory until nothing refers to the result any more.
    ///
    /// @return where the files are, under the path that the directory has, so that messages name it
    /// @throws SealException naming the first file that is not what was encrypted with this key, is missing, or was added
    /// @throws OutOfMemoryError if the heap is too small for all files
    public static Path open(Path directory, SealKey key) throws IOException {
        SealedFiles sealed = SealedFiles.of(directory, files(directory), key);
        Path memory = Files.createDirectories(MemoryDirectory.at(directory));
        sealed.decrypt(memory);
        return memory;
    }

    /// Whether a directory is an encrypted one.
    public static boolean isOne(Path directory) {
        return Files.exists(directory.resolve(Index.FILE));
    }

    private static Unfinished beside(Path to, Path directory) throws IOException {
        if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
            throw new SealException(to + ": is there already");
        }
        if (to.toAbsolutePath().normalize().startsWith(directory.toAbsolutePath().normalize())) {
            throw new SealException("%s: inside of %s".formatted(to, directory));
        }
        Unfinished unfinished = Unfinished.beside(to);
        Files.createDirectories(unfinished.path());
        return unfinished;
    }

    private static byte[] salt() {
        var salt = new byte[Frames.SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return salt;
    }

    static InputStream reading(Path file) throws IOException {
        return new BufferedInputStream(Files.newInputStream(file));
    }

    /// On the disk when it is closed.
    static OutputStream writing(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new SyncedStream(file, channel);
    }

    /// Links count as what they lead to.
    private static SortedMap<String, Path> files(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new SealException(directory + ": no such directory");
        }
        var files = new TreeMap<String, Path>();
        try (Stream<Path> all = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            List<Path> found = all.filter(path -> !Files.isDirectory(path)).toList();
            for (Path file : found) {
                if (!Files.isRegularFile(file)) {
                    throw new SealException(file + ": not a file, and nothing else can be encrypted");
                }
            }
            found.forEach(file -> files.put(directory.relativize(file).toString().replace(directory.getFileSystem().getSeparator(), "/"), file));
        }
        return files;
    }
}
