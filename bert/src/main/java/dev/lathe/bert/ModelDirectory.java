package dev.lathe.bert;

import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.CheckpointException;
import dev.lathe.bert.checkpoint.WeightFiles;
import dev.lathe.tokenizer.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A model on disk in Hugging Face's layout: `config.json`, a tokenizer and `model.safetensors`.
///
/// @param path the directory
/// @param config sizes of the encoder, and the labels of a head
/// @param tokenizer from `tokenizer.json`, else from `vocab.txt` and `tokenizer_config.json`
public record ModelDirectory(Path path, ModelConfig config, WordPieceTokenizer tokenizer) {
    /// Reads everything but the weights.
    ///
    /// @throws CheckpointException if the directory or a file in it is missing or broken, or the files do not fit
    ///     each other
    /// @throws dev.lathe.tokenizer.TokenizerException if the tokenizer's files are broken
    public static ModelDirectory open(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            throw new CheckpointException(path.toString(), "no such directory");
        }
        ModelConfig config = ConfigFile.read(path.resolve(ConfigFile.NAME));
        WordPieceTokenizer tokenizer = WordPieceTokenizer.load(path);
        if (tokenizer.vocabulary().size() > config.bert().vocabSize()) {
            throw new CheckpointException(path.toString(), "vocabulary of %d tokens: %s has vocab_size %d".formatted(
                    tokenizer.vocabulary().size(), ConfigFile.NAME, config.bert().vocabSize()));
        }
        return new ModelDirectory(path, config, tokenizer);
    }

    /// Opens the weights, in one file or several; to be closed.
    public Checkpoint openWeights() throws IOException {
        return WeightFiles.open(path);
    }
}
