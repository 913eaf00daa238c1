package dev.lathe.bert.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Finds the weights in a model's directory.
public final class WeightFiles {
    /// The usual name of a model's weights.
    public static final String SINGLE = "model.safetensors";

    private static final String INDEX = "model.safetensors.index.json";

    private WeightFiles() {}

    /// Opens `model.safetensors`, or the files that `model.safetensors.index.json` lists.
    ///
    /// @throws CheckpointException when the directory has neither, or a file is broken
    public static Checkpoint open(Path directory) throws IOException {
        Path single = directory.resolve(SINGLE);
        if (Files.exists(single)) {
            return SafetensorsFile.open(single);
        }
        Path index = directory.resolve(INDEX);
        if (Files.exists(index)) {
            return ShardedSafetensors.open(index);
        }
        throw new CheckpointException(directory.toString(), "neither " + SINGLE + " nor " + INDEX);
    }
}
