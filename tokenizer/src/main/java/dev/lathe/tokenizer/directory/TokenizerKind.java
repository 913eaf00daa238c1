package dev.lathe.tokenizer.directory;

import dev.lathe.tokenizer.Tokenizer;
import dev.lathe.tokenizer.file.DirectoryFiles;
import dev.lathe.tokenizer.wordpiece.WordPieceTokenizer;
import java.io.IOException;
import java.util.List;

/// A kind of tokenizer that can be loaded.
///
/// @param name   what it is called
/// @param files  those that no other kind has
/// @param loader makes it of a directory
record TokenizerKind(String name, List<String> files, Loader loader) {
    /// All of them. The first one is asked where no file of a directory tells its kind.
    static final List<TokenizerKind> ALL =
            List.of(new TokenizerKind("WordPiece", List.of("vocab.txt"), WordPieceTokenizer::load));

    /// Makes a tokenizer of the files in a directory.
    interface Loader {
        Tokenizer load(DirectoryFiles files) throws IOException;
    }
}
