package dev.lathe.serve.model;

import dev.lathe.bert.checkpoint.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/// What a directory's files say of themselves without being read: sizes and times. Where these are the same, nobody has written.
///
/// @param files by their paths in the directory
record DirectoryContent(Map<String, Stamp> files) {
    /// A model's own files and the folders that sentence-transformers has beside them.
    private static final int DEPTH = 2;

    /// @param key of the file on its disk, which another file put in its place does not have
    record Stamp(long size, long modified, String key) {}

    DirectoryContent {
        files = Map.copyOf(files);
    }

    static DirectoryContent of(Path directory) throws IOException {
        var stamps = new TreeMap<String, Stamp>();
        Path root = directory.toRealPath();
        try (var found = Files.find(root, DEPTH, (_, attributes) -> attributes.isRegularFile())) {
            for (Path file : found.toList()) {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                stamps.put(root.relativize(file).toString(), new Stamp(
                        attributes.size(), attributes.lastModifiedTime().toMillis(), String.valueOf(attributes.fileKey())));
            }
        }
        return new DirectoryContent(stamps);
    }

    /// The SHA-256 of each of the files, which are read for that.
    static Map<String, String> hashes(Path directory) throws IOException {
        var hashes = new TreeMap<String, String>();
        Path root = directory.toRealPath();
        for (String name : of(directory).files().keySet()) {
            hashes.put(name, Sha256.of(root.resolve(name)));
        }
        return hashes;
    }
}
