package dev.lathe.train;

import java.nio.file.Path;

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
}
