package dev.lathe.tokenizer.wordpiece;

import dev.lathe.tokenizer.SpecialTokens;
import dev.lathe.tokenizer.file.DirectoryFiles;
import dev.lathe.tokenizer.file.JsonSection;
import dev.lathe.tokenizer.file.TokenDeclarations;
import dev.lathe.tokenizer.file.VocabularyExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/// The files of a tokenizer that lie in one directory, and which of them has the last word on what.
final class TokenizerDirectory {
    private final Path directory;
    private final TokenizerClass tokenizerClass;
    private final TokenizerConfig config;

    private TokenizerDirectory(DirectoryFiles files) throws IOException {
        directory = files.directory();
        JsonSection file = files.section(TokenizerConfig.NAME);
        tokenizerClass = TokenizerClass.of(files, file);
        config = TokenizerConfig.read(file, TokenDeclarations.read(directory, file));
    }

    static TokenizerParts read(DirectoryFiles files) throws IOException {
        return new TokenizerDirectory(files).read();
    }

    private TokenizerParts read() throws IOException {
        boolean isBert = tokenizerClass == TokenizerClass.BERT;
        Path json = directory.resolve(TokenizerJson.NAME);
        if (Files.exists(json)) {
            TokenizerJson file = TokenizerJson.read(json);
            return isBert ? withTokens(file.parts().withOptions(config.optionsOfBert()), SpecialTokens.BERT.byKey())
                    : asItIs(file);
        }
        Path vocab = directory.resolve(VocabularyFile.NAME);
        if (!Files.exists(vocab)) {
            throw new NoSuchFileException(
                    "%s: neither %s nor %s".formatted(directory, TokenizerJson.NAME, VocabularyFile.NAME));
        }
        return withTokens(VocabularyFile.parts(vocab, isBert ? config.optionsOfBert() : config.options()),
                SpecialTokens.BERT.byKey());
    }

    private TokenizerParts withTokens(TokenizerParts parts, Map<String, String> names) {
        var extension = new VocabularyExtension(parts.source(), parts.vocabulary());
        config.tokens().withDefaults(names).addTo(extension, parts.addedTokens());
        return parts.with(extension);
    }

    /// With what the other files say of tokens; the switches are those of `tokenizer.json`.
    private TokenizerParts asItIs(TokenizerJson file) {
        TokenizerParts parts = file.parts();
        var extension = new VocabularyExtension(parts.source(), parts.vocabulary());
        parts.addedTokens().forEach(extension::add);
        config.tokens().withDefaults(file.padding()).addTo(extension, parts.addedTokens());
        SpecialTokens names = parts.options().specialTokens();
        return parts.with(extension).withOptions(parts.options().withSpecialTokens(new SpecialTokens(
                names.unk(), names.sep(), config.tokens().name("pad_token", names.pad()), names.cls(),
                config.tokens().name("mask_token", names.mask()))));
    }
}
