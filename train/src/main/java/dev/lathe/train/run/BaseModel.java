package dev.lathe.train.run;

import dev.lathe.bert.checkpoint.file.Sha256;
import dev.lathe.bert.directory.WeightFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /// The SHA-256 of each file that says how the model is built, how it reads text and what it has learnt: all `.json` and
    /// `.txt`, and the weights.
    ///
    /// @param directory where they are: the model's, or that of its encoder if it has one of its own
    static SortedMap<String, String> fileHashes(Path directory) throws IOException {
        var hashes = new TreeMap<String, String>();
        try (var files = Files.newDirectoryStream(directory, "{*.json,*.txt," + WeightFiles.namesIn(directory) + "}")) {
            for (Path file : files) {
                if (Files.isRegularFile(file)) {
                    hashes.put(String.valueOf(file.getFileName()), Sha256.of(file));
                }
            }
        }
        return hashes;
    }
}
