package dev.lathe.tokenizer.directory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.tokenizer.SpecialTokenTemplate;
import dev.lathe.tokenizer.Tokenizer;
import dev.lathe.tokenizer.TokenizerException;
import dev.lathe.tokenizer.Vocabulary;
import dev.lathe.tokenizer.text.TokenizerOptions;
import dev.lathe.tokenizer.wordpiece.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizersTest {
    @TempDir
    private Path directory;

    private void save() throws IOException {
        WordPieceTokenizer.of(Vocabulary.of(List.of("[UNK]", "[CLS]", "[SEP]", "fox")), TokenizerOptions.cased())
                .save(directory);
    }

    @Test
    void loadsWordPieceWithOrWithoutItsVocabularysFile() throws IOException {
        save();
        Tokenizer whole = Tokenizers.load(directory);
        assertEquals("WordPiece", whole.kind());
        assertEquals(SpecialTokenTemplate.bert("[CLS]", "[SEP]"), whole.template());
        Files.delete(directory.resolve("vocab.txt"));
        assertArrayEquals(new int[] {1, 3, 2}, Tokenizers.load(directory).encode("fox").ids());
    }

    @Test
    void refusesOtherKindsByName() throws IOException {
        Files.createFile(directory.resolve("merges.txt"));
        assertEquals(directory + ": merges.txt: the tokenizer is byte-level BPE, only WordPiece is known",
                assertThrows(TokenizerException.class, () -> Tokenizers.load(directory)).getMessage());
        save();
        assertEquals("WordPiece", Tokenizers.load(directory).kind());
    }

    @Test
    void saysWhichFilesItLooksFor() {
        assertEquals(directory + ": neither tokenizer.json nor vocab.txt",
                assertThrows(NoSuchFileException.class, () -> Tokenizers.load(directory)).getMessage());
    }
}
