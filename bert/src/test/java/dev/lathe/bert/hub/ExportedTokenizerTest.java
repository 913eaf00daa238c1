package dev.lathe.bert.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportedTokenizerTest {
    @TempDir
    Path directory;

    @Test
    void sortsTokensByIdAndAppendsAddedOnes() throws IOException {
        ExportedTokenizer tokens = read("""
                {"b": 2, "a": 1, "é\\u2028": 0}""", """
                [{"id": 3, "content": "[PAD]"}, {"id": 1, "content": "a"}]""");
        assertEquals(List.of("é\u2028", "a", "b", "[PAD]"), tokens.vocabulary());
        assertEquals(3, tokens.padTokenId());
        Path path = directory.resolve("vocab.txt");
        tokens.writeVocabulary(path);
        assertEquals("é\u2028\na\nb\n[PAD]\n", Files.readString(path));
    }

    @Test
    void refusesIdsThatAreNotDense() {
        refuses("'model.vocab': no token has id 1", "{\"a\": 0, \"b\": 2}", "[{\"id\": 0, \"content\": \"a\"}]");
        refuses("'model.vocab.b': id 7: ids of 2 tokens leave holes", "{\"a\": 0, \"b\": 7}", "[]");
        refuses("'model.vocab.b': id 0 belongs to 'a'", "{\"a\": 0, \"b\": 0}", "[]");
        refuses("'added_tokens[0].x': id 0 belongs to 'a'", "{\"a\": 0}", "[{\"id\": 0, \"content\": \"x\"}]");
        refuses("'model.vocab.a': not an integer", "{\"a\": \"0\"}", "[]");
    }

    @Test
    void refusesOtherKindsOfTokenizer() throws IOException {
        Path path = Files.writeString(directory.resolve("tokenizer.json"), "{\"model\": {\"type\": \"BPE\"}}");
        assertEquals(
                "tokenizer.json: 'model.type': 'BPE': only WordPiece is known",
                assertThrows(CheckpointException.class, () -> ExportedTokenizer.read(path)).getMessage());
    }

    @Test
    void takesAModelWithoutTypeAsOlderFilesHaveIt() throws IOException {
        Path path = Files.writeString(directory.resolve("tokenizer.json"), """
                {"added_tokens": [], "normalizer": {"type": "BertNormalizer"},
                 "model": {"unk_token": "b", "vocab": {"b": 1, "a": 0}}}""");
        assertEquals(List.of("a", "b"), ExportedTokenizer.read(path).vocabulary());
    }

    private void refuses(String problem, String vocabulary, String added) {
        var refused = assertThrows(CheckpointException.class, () -> read(vocabulary, added));
        assertEquals("tokenizer.json: " + problem, refused.getMessage());
    }

    private ExportedTokenizer read(String vocabulary, String added) throws IOException {
        return ExportedTokenizer.read(Files.writeString(directory.resolve("tokenizer.json"), """
                {"added_tokens": %s, "normalizer": {"type": "BertNormalizer"},
                 "model": {"type": "WordPiece", "vocab": %s}}""".formatted(added, vocabulary)));
    }
}
