package dev.lathe.bert.directory;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.tokenizer.Tokenizer;
import dev.lathe.tokenizer.directory.Tokenizers;
import dev.lathe.tokenizer.file.DirectoryFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// The tokenizer in a model's directory.
final class TokenizerFiles {
    private TokenizerFiles() {}

    /// Loads the tokenizer.
    ///
    /// @throws CheckpointException if it is of a kind that is not known
    static Tokenizer load(DirectoryFiles files) throws IOException {
        Path directory = files.directory();
        Optional<String> foreign = Tokenizers.foreign(directory);
        if (foreign.isPresent()) {
            throw new CheckpointException(
                    directory.toString(), foreign.get() + "; the model can be used with ids");
        }
        return Tokenizers.load(files);
    }
}
