package dev.lathe.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/// The model that a fine-tuning starts from.
///
/// @param directory in Hugging Face's layout
/// @param name for the model card
/// @param licence of its weights, an SPDX identifier; `unknown` if nobody knows
public record BaseModel(Path directory, String name, String licence) {
    /// A directory of unknown licence, called by its own name.
    public static BaseModel of(Path directory) {
        return new BaseModel(directory, String.valueOf(directory.toAbsolutePath().normalize().getFileName()), "unknown");
    }

    /// The SHA-256 of each file that says how the model is built and how it reads text: all `.json` and `.txt`. Those with
    /// weights would take longer to read than to load; a run that is resumed has its own.
    SortedMap<String, String> fileHashes() throws IOException {
        var hashes = new TreeMap<String, String>();
        try (var files = Files.newDirectoryStream(directory, "*.{json,txt}")) {
            for (Path file : files) {
                if (Files.isRegularFile(file)) {
                    hashes.put(String.valueOf(file.getFileName()), sha256(Files.readAllBytes(file)));
                }
            }
        }
        return hashes;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
