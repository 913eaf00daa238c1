package dev.lathe.bert.directory;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.tokenizer.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Which kind of tokenizer a model's directory holds.
final class TokenizerFiles {
    private static final String WORD_PIECES = "vocab.txt";

    /// A file that only another kind of tokenizer has.
    private record Foreign(String file, String kind) {}

    private static final List<Foreign> FOREIGN = List.of(
            new Foreign("merges.txt", "byte-level BPE"),
            new Foreign("sentencepiece.bpe.model", "SentencePiece"),
            new Foreign("spiece.model", "SentencePiece"));

    private TokenizerFiles() {}

    /// Loads the tokenizer.
    ///
    /// @throws CheckpointException if it is of another kind than WordPiece
    static WordPieceTokenizer load(Path directory) throws IOException {
        for (Foreign foreign : FOREIGN) {
            if (Files.exists(directory.resolve(foreign.file())) && !Files.exists(directory.resolve(WORD_PIECES))) {
                throw new CheckpointException(directory.toString(),
                        "%s: the tokenizer is %s, only WordPiece is known; the model can be used with ids".formatted(
                                foreign.file(), foreign.kind()));
            }
        }
        return WordPieceTokenizer.load(directory);
    }
}
