package dev.lathe.tokenizer.wordpiece;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.lathe.tokenizer.Encoding;
import dev.lathe.tokenizer.text.TokenizerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// Texts of the world against the native library, with the vocabularies of three kinds of model.
///
/// `-Dtokenizer.texts=FOLDER` names a folder with unpacked text packages, in whatever sub-folders: each
/// line of each file, each line without its markup, and each string of each JSON file is a text.
class CorpusTest {
    private static final long SEED = Long.getLong("test.seed", 106);
    private static final String TEXTS = "tokenizer.texts";
    private static final String EXHAUSTIVE = "tokenizer.exhaustive";

    @TempDir
    Path directory;

    @Test
    @EnabledIfSystemProperty(named = TEXTS, matches = ".+", disabledReason = "needs -Dtokenizer.texts=FOLDER")
    void readsEveryTextOfTheFolderAsTheReference() throws IOException {
        Set<String> texts = texts(Path.of(System.getProperty(TEXTS)));
        assertTrue(texts.size() > 1_000, "too few texts in the folder: " + texts.size());
        compare(texts);
        IO.println(texts.size() + " different texts compared with three vocabularies");
    }

    @Test
    @EnabledIfSystemProperty(named = TEXTS, matches = ".+", disabledReason = "needs -Dtokenizer.texts=FOLDER")
    void trainsTheSameVocabularyOfTheFolderAndSpellsIt() throws IOException {
        Set<String> texts = texts(Path.of(System.getProperty(TEXTS)));
        var trainer = new WordPieceTrainer(new TrainerOptions(40_000, 2, 20_000), TokenizerOptions.uncased());
        WordPieceTokenizer tokenizer = trainer.train(texts.stream(), 1);
        assertEquals(tokenizer.vocabulary().tokens(), trainer.train(texts.stream(), 2).vocabulary().tokens());
        long unknown = 0;
        for (String text : texts) {
            Encoding encoding = tokenizer.encode(text);
            for (int i = 0; i < encoding.size(); i++) {
                boolean tooLong = encoding.end(i) - encoding.start(i) > 30;
                unknown += encoding.id(i) == tokenizer.unkId() && !tooLong ? 1 : 0;
            }
        }
        assertEquals(0, unknown);
    }

    @Test
    void readsStringsOfAllBlocksAsTheReference() throws IOException {
        compare(SampleTexts.blocks(SEED, 1_500));
    }

    @Test
    @EnabledIfSystemProperty(named = EXHAUSTIVE, matches = "true", disabledReason = "minutes; mvn -Pexhaustive")
    void readsAHundredThousandStringsOfAllBlocksAsTheReference() throws IOException {
        List<String> texts = SampleTexts.blocks(SEED + 1, 100_000);
        compare(texts);
        compare(TestVocabularies.everyCharacter(directory, "every.json", TokenizerOptions.uncased()), texts);
    }

    private void compare(Iterable<String> texts) throws IOException {
        compare(TestVocabularies.uncased(directory), texts);
        compare(TestVocabularies.cased(directory), texts);
        compare(TestVocabularies.chinese(directory), texts);
    }

    private static void compare(Path json, Iterable<String> texts) throws IOException {
        try (var both = new ReferenceTokenizer(json)) {
            texts.forEach(both::assertSame);
        }
    }

    private static Set<String> texts(Path folder) throws IOException {
        var texts = new LinkedHashSet<String>();
        List<Path> files;
        try (Stream<Path> found = Files.walk(folder)) {
            files = found.filter(Files::isRegularFile).filter(file -> !file.toString().endsWith(".tgz")).sorted().toList();
        }
        for (Path file : files) {
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().forEach(line -> {
                texts.add(line);
                texts.add(line.replaceAll("<[^>]*>", ""));
            });
            if (file.toString().endsWith(".json")) {
                addStrings(file, texts);
            }
        }
        return texts;
    }

    private static void addStrings(Path file, Set<String> texts) throws IOException {
        try (var json = new JsonFactory().createParser(file.toFile())) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    texts.add(json.getText());
                }
            }
        }
    }
}
