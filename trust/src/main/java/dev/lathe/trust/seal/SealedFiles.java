package dev.lathe.trust.seal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/// The files of an encrypted directory, and those that it has to have.
///
/// @param files what is there beside the index, by their names from the directory on
record SealedFiles(Path directory, SealKey key, Index index, SortedMap<String, Path> files) {

    /// Decrypts the index.
    ///
    /// @param found all files of the directory
    /// @throws SealException if there is no index, or it is not what was encrypted with this key
    static SealedFiles of(Path directory, SortedMap<String, Path> found, SealKey key) throws IOException {
        var files = new TreeMap<>(found);
        Path list = files.remove(Index.FILE);
        if (list == null) {
            throw new SealException("%s: not encrypted: no %s".formatted(directory, Index.FILE));
        }
        var bytes = new ByteArrayOutputStream();
        try (InputStream in = SealedDirectory.reading(list)) {
            Frames.open(in, bytes, key, new byte[0], Index.NAME, list.toString());
        }
        return new SealedFiles(directory, key, Index.of(bytes.toString(StandardCharsets.UTF_8), list.toString()), files);
    }

    /// Decrypts all files into a directory that is there.
    ///
    /// @throws SealException naming the first file that is not what was encrypted with this key, is missing, or was added
    void decrypt(Path to) throws IOException {
        var left = new TreeMap<>(files);
        for (String name : index.salts().keySet()) {
            Path file = left.remove(name + Index.ENDING);
            if (file == null) {
                throw new SealException("%s: missing".formatted(directory.resolve(name + Index.ENDING)));
            }
            try (InputStream in = SealedDirectory.reading(file); OutputStream out = SealedDirectory.writing(to.resolve(name))) {
                Frames.open(in, out, key, index.salt(name), name, file.toString());
            }
        }
        if (!left.isEmpty()) {
            throw new SealException(left.firstEntry().getValue() + ": was not encrypted with the rest");
        }
    }
}
