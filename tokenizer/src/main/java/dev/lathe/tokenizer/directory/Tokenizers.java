package dev.lathe.tokenizer.directory;

import dev.lathe.tokenizer.Tokenizer;
import dev.lathe.tokenizer.TokenizerException;
import dev.lathe.tokenizer.file.DirectoryFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Loads tokenizers of whatever kind a directory holds.
public final class Tokenizers {
    /// A file that only a kind has which cannot be loaded.
    private record Foreign(String file, String kind) {}

    private static final List<Foreign> FOREIGN = List.of(
            new Foreign("merges.txt", "byte-level BPE"),
            new Foreign("sentencepiece.bpe.model", "SentencePiece"),
            new Foreign("spiece.model", "SentencePiece"));

    private Tokenizers() {}

    /// Loads the tokenizer of a model.
    ///
    /// @throws IOException        if a file cannot be read, or none is there
    /// @throws TokenizerException if a file is broken, asks for what is not supported, or is another kind's
    public static Tokenizer load(Path directory) throws IOException {
        return load(new DirectoryFiles(directory));
    }

    /// As above, of a directory some of whose files others read too.
    public static Tokenizer load(DirectoryFiles files) throws IOException {
        Path directory = files.directory();
        Optional<String> foreign = foreign(directory);
        if (foreign.isPresent()) {
            throw new TokenizerException(directory + ": " + foreign.get());
        }
        for (TokenizerKind kind : TokenizerKind.ALL) {
            if (isThere(directory, kind)) {
                return kind.loader().load(files);
            }
        }
        return TokenizerKind.ALL.getFirst().loader().load(files);
    }

    /// Why the tokenizer cannot be loaded, if its files are those of a kind that is not known and of none that is.
    public static Optional<String> foreign(Path directory) {
        if (TokenizerKind.ALL.stream().anyMatch(kind -> isThere(directory, kind))) {
            return Optional.empty();
        }
        String known = TokenizerKind.ALL.stream().map(TokenizerKind::name).collect(Collectors.joining(", "));
        return FOREIGN.stream()
                .filter(foreign -> Files.exists(directory.resolve(foreign.file())))
                .findFirst()
                .map(foreign -> "%s: the tokenizer is %s, only %s is known"
                        .formatted(foreign.file(), foreign.kind(), known));
    }

    private static boolean isThere(Path directory, TokenizerKind kind) {
        return kind.files().stream().anyMatch(file -> Files.exists(directory.resolve(file)));
    }
}
