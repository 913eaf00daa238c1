package dev.lathe.bench.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lathe.tokenizer.wordpiece.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentencesTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void haveExactlySoManyTokensAndAreAllDifferent() throws IOException {
        var sentences = new Sentences(WordPieceTokenizer.fromTokenizerJson(ExportedMiniLm.in(folder).tokenizer()));
        List<String> texts = sentences.texts(32, 128);
        assertEquals(32, new HashSet<>(texts).size());
        for (String text : texts) {
            assertEquals(128, sentences.ids(text).length);
        }
    }
}
