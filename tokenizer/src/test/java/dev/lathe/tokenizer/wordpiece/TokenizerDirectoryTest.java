package dev.lathe.tokenizer.wordpiece;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lathe.tokenizer.AddedToken;
import dev.lathe.tokenizer.TokenizerException;
import dev.lathe.tokenizer.Vocabulary;
import dev.lathe.tokenizer.file.JsonSection;
import dev.lathe.tokenizer.text.TokenizerOptions;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Directories as the field writes them, with bert-base-uncased's vocabulary; all ids are those of
/// transformers 5.18, `AutoTokenizer`.
class TokenizerDirectoryTest {
    @TempDir
    Path directory;

    private List<String> vocabulary = List.of();

    @BeforeEach
    void readVocabulary() throws IOException {
        Path json = TestVocabularies.uncased(directory);
        vocabulary = WordPieceTokenizer.fromTokenizerJson(json).vocabulary().tokens();
        Files.delete(json);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private void vocab() throws IOException {
        write("vocab.txt", String.join("\n", vocabulary) + "\n");
    }

    private Path json(TokenizerOptions options) throws IOException {
        return TestVocabularies.write(directory.resolve("tokenizer.json"), vocabulary, options);
    }

    private List<String> tokens(String text) throws IOException {
        List<String> tokens = WordPieceTokenizer.load(directory).encode(text).tokens();
        return tokens.subList(1, tokens.size() - 1);
    }

    private List<Integer> ids(String text) throws IOException {
        int[] ids = WordPieceTokenizer.load(directory).encode(text).ids();
        return Arrays.stream(ids, 1, ids.length - 1).boxed().toList();
    }

    private String refusal() {
        return assertThrows(TokenizerException.class, () -> WordPieceTokenizer.load(directory)).getMessage()
                .replace(directory + "/", "");
    }

    @Test
    void readsAModelWithoutTypeAsPublishedWithBertBaseUncased() throws IOException {
        TestVocabularies.replace(json(TokenizerOptions.uncased()), "\"model\":{\"type\":\"WordPiece\",", "\"model\":{");
        assertArrayEquals(new int[] {101, 1996, 11_350, 2001, 3147, 102},
                WordPieceTokenizer.load(directory).encode("The soup was cold").ids());
        write("tokenizer_config.json", "{\"tokenizer_class\": \"DistilBertTokenizer\"}");
        assertEquals(List.of(14_477, 20_961, 3468), ids("unaffable"));
    }

    @Test
    void refusesAModelWithoutTypeThatIsNotWordPiece() throws IOException {
        Path file = json(TokenizerOptions.uncased());
        String whole = Files.readString(file);
        for (String field : List.of("\"continuing_subword_prefix\":\"##\",", "\"unk_token\":\"[UNK]\",")) {
            Files.writeString(file, whole);
            TestVocabularies.replace(file, "\"model\":{\"type\":\"WordPiece\",", "\"model\":{");
            TestVocabularies.replace(file, field, "");
            assertEquals("tokenizer.json: model: no 'type', and not the fields of WordPiece", refusal());
        }
        Files.writeString(file, whole);
        TestVocabularies.replace(file, "\"model\":{\"type\":\"WordPiece\",", "\"model\":{\"merges\":[],");
        assertEquals("tokenizer.json: model: no 'type', and not the fields of WordPiece", refusal());
    }

    /// The file says cased; the class of BERT takes its switches from the configuration, given or by default.
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "{\"tokenizer_class\":\"BertTokenizer\",\"do_lower_case\":true} ; ; hello 中 国 ab",
        "{\"tokenizer_class\":\"BertTokenizerFast\"} ; ; hello 中 国 ab",
        "{\"tokenizer_class\":\"ElectraTokenizerFast\"} ; ; hello 中 国 ab",
        "{\"tokenizer_class\":\"DistilBertTokenizer\"} ; ; hello 中 国 ab",
        "{\"tokenizer_class\":\"MobileBertTokenizer\"} ; ; hello 中 国 ab",
        "{\"tokenizer_class\":\"BertTokenizer\",\"strip_accents\":false} ; ; [UNK] 中 国 ab",
        "{\"tokenizer_class\":\"BertTokenizer\",\"strip_accents\":null} ; ; hello 中 国 ab",
        "{\"tokenizer_class\":\"BertTokenizer\",\"tokenize_chinese_chars\":false} ; ; hello 中 ##国 ab",
        "{} ; {\"model_type\":\"bert\"} ; hello 中 国 ab",
        "{\"do_lower_case\":false} ; {\"model_type\":\"distilbert\"} ; [UNK] 中 国 ab",
        "{} ; {\"tokenizer_class\":\"BertTokenizer\"} ; hello 中 国 ab",
        "{} ; ; [UNK] 中 国 ab",
        "{\"do_lower_case\":true} ; ; [UNK] 中 国 ab",
        "{\"tokenizer_class\":\"PreTrainedTokenizerFast\",\"do_lower_case\":true} ; {\"model_type\":\"bert\"} ; [UNK] 中 国 ab",
        "{\"tokenizer_class\":\"TokenizersBackend\",\"do_lower_case\":true} ; {\"model_type\":\"bert\"} ; [UNK] 中 国 ab"})
    void takesTheSwitchesFromTheFileThatCountsForTheClass(String config, String model, String tokens) throws IOException {
        json(TokenizerOptions.cased());
        write("tokenizer_config.json", config);
        if (model != null) {
            write("config.json", model);
        }
        assertEquals(List.of(tokens.split(" ")), tokens("H\u00E9llo \u4E2D\u56FD a\u200Bb"));
    }

    @Test
    void takesTheSwitchesOfTheConfigurationAgainstAnUncasedFileToo() throws IOException {
        json(TokenizerOptions.uncased());
        write("tokenizer_config.json", "{\"tokenizer_class\": \"BertTokenizer\", \"do_lower_case\": false}");
        assertEquals(List.of("[UNK]", "the"), tokens("The the"));
    }

    /// The class of BERT knows no key for these two.
    @Test
    void cleansAndCountsAsTheClassDoes() throws IOException {
        json(TokenizerOptions.uncased().withCleanText(false).withMaxInputCharsPerWord(3));
        write("tokenizer_config.json", "{\"tokenizer_class\": \"BertTokenizer\"}");
        assertEquals(List.of("hello", "ab"), tokens("hello a\u200Bb"));
        write("tokenizer_config.json", "{\"tokenizer_class\": \"PreTrainedTokenizerFast\"}");
        assertEquals(List.of("[UNK]", "[UNK]"), tokens("hello a\u200Bb"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BertJapaneseTokenizer", "MPNetTokenizerFast", "RobertaTokenizer", "FunnelTokenizer", "My"})
    void refusesByNameAClassThatMaySplitTextsOtherwise(String name) throws IOException {
        vocab();
        String message = ": tokenizer_class '%s': only BertTokenizer and those that split text as it does are supported"
                .formatted(name);
        write("config.json", "{\"model_type\": \"bert\", \"tokenizer_class\": \"%s\"}".formatted(name));
        assertEquals("config.json" + message, refusal());
        write("tokenizer_config.json", "{\"tokenizer_class\": \"%s\"}".formatted(name));
        assertEquals("tokenizer_config.json" + message, refusal());
        json(TokenizerOptions.uncased());
        assertEquals("tokenizer_config.json" + message, refusal());
    }

    @Test
    void readsTheSlowLayout() throws IOException {
        vocab();
        write("tokenizer_config.json", "{\"tokenizer_class\": \"BertTokenizer\"}");
        write("added_tokens.json", "{\"<drug>\": 30522}");
        assertEquals(List.of(30_522, 1060, 30_522, 1031, 4469, 1033), ids("<drug>x <DRUG> [EXTRA]"));
        write("special_tokens_map.json", "{\"additional_special_tokens\": [\"<drug>\", \"[EXTRA]\"]}");
        assertEquals(List.of(30_522, 1060, 30_522, 30_523, 1031, 4469, 1033), ids("<drug>x <DRUG> [EXTRA] [extra]"));
        assertEquals(30_524, WordPieceTokenizer.load(directory).vocabulary().size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "\"additional_special_tokens\":[\"<drug>\",\"[EXTRA]\"] ; 30522 30523",
        "\"extra_special_tokens\":[\"<drug>\",\"[EXTRA]\"] ; 30522 30523",
        "\"extra_special_tokens\":[\"[EXTRA]\"],\"additional_special_tokens\":[\"<drug>\"] ; 1026 4319 1028 30522",
        "\"extra_special_tokens\":{\"drug_token\":\"<drug>\"} ; 30522 1031 4469 1033",
        "\"drug_token\":\"<drug>\",\"bos_token\":\"[EXTRA]\" ; 30523 30522",
        "\"added_tokens_decoder\":{\"30522\":{\"content\":\"[extra]\"}} ; 1026 4319 1028 30522",
        "\"added_tokens_decoder\":{\"30522\":{\"content\":\"[extra]\",\"special\":true}} ; 1026 4319 1028 1031 4469 1033",
        "\"extra_special_tokens\":[\"[EXTRA]\"],\"added_tokens_decoder\":{\"30522\":{\"content\":\"<DRUG>\"}} ; 30522 30523",
        "\"added_tokens_decoder\":{\"30522\":{\"content\":\"\"},\"30523\":{\"content\":\"<drug>\",\"id\":1}} ; x"})
    void readsExtraTokensOfTheConfiguration(String fields, String ids) throws IOException {
        vocab();
        write("tokenizer_config.json", "{\"tokenizer_class\":\"BertTokenizer\"," + fields + "}");
        if (ids.equals("x")) {
            assertEquals("vocab.txt: added token '<drug>' has id 30523, but the next free one is 30522", refusal());
            return;
        }
        assertEquals(Arrays.stream(ids.split(" ")).map(Integer::valueOf).toList(), ids("<drug> [EXTRA]"));
    }

    /// What the first file lists is all that there is.
    @Test
    void asksTheOlderFilesOnlyWhereTheConfigurationListsNoTokens() throws IOException {
        vocab();
        write("special_tokens_map.json", "{\"additional_special_tokens\": [\"[EXTRA]\"]}");
        write("added_tokens.json", "{\"<a>\": 30522}");
        write("tokenizer_config.json", """
                {"tokenizer_class": "BertTokenizer", "added_tokens_decoder": {"30522": {"content": "<drug>"}}}""");
        assertEquals(List.of(30_522, 1031, 4469, 1033, 1026, 1037, 1028), ids("<drug> [EXTRA] <a>"));
        Path file = json(TokenizerOptions.uncased());
        TestVocabularies.add(file, List.of(new AddedToken(30_522, "<a>", false, true, false, false, true)));
        assertEquals(List.of(30_522, 1026, 1037, 1028), ids("<drug> <a>"));
        write("tokenizer_config.json", "{\"tokenizer_class\": \"BertTokenizer\"}");
        assertEquals(List.of(1026, 4319, 1028, 30_523, 30_522), ids("<drug> [EXTRA] <A>"));
    }

    @Test
    void takesTheSwitchesOfATokenFromTheConfigurationBesideATokenizerJsonAsItIs() throws IOException {
        TestVocabularies.add(json(TokenizerOptions.uncased()),
                List.of(new AddedToken(30_522, "<drug>", false, true, false, false, true)));
        write("tokenizer_config.json", """
                {"tokenizer_class": "PreTrainedTokenizerFast", "added_tokens_decoder": {
                 "30522": {"content": "<drug>", "lstrip": true, "normalized": false},
                 "30523": {"content": "[EXTRA]", "special": true}}}""");
        var encoding = WordPieceTokenizer.load(directory).encode("a  <drug>  [EXTRA]");
        assertEquals(List.of("[CLS]", "a", "<drug>", "[EXTRA]", "[SEP]"), encoding.tokens());
        assertEquals(1, encoding.start(2));
        assertEquals(9, encoding.end(2));
    }

    @Test
    void doesNotFindASpecialTokenThatTheConfigurationSaysIsNone() throws IOException {
        vocab();
        write("tokenizer_config.json", "{\"tokenizer_class\": \"BertTokenizer\", \"mask_token\": null}");
        assertEquals(List.of(1031, 7308, 1033), ids("[MASK]"));
        var tokenizer = WordPieceTokenizer.load(directory);
        tokenizer.save(directory.resolve("saved"));
        assertArrayEquals(tokenizer.encode("[MASK]").ids(),
                WordPieceTokenizer.load(directory.resolve("saved")).encode("[MASK]").ids());
    }

    @Test
    void looksForASpecialTokenAsTheConfigurationSays() throws IOException {
        vocab();
        write("tokenizer_config.json", """
                {"tokenizer_class": "BertTokenizer", "mask_token": {"__type": "AddedToken", "content": "[MASK]",
                 "lstrip": true, "rstrip": false, "normalized": true, "single_word": false}}""");
        var encoding = WordPieceTokenizer.load(directory).encode("a [mask]");
        assertArrayEquals(new int[] {101, 1037, 103, 102}, encoding.ids());
        assertEquals(1, encoding.start(2));
    }

    @Test
    void readsAVocabularyThatLeavesIdsOut() throws IOException {
        var pieces = new ArrayList<>(TestVocabularies.SPECIAL);
        pieces.addAll(List.of("low", "x"));
        Path file = TestVocabularies.write(directory.resolve("tokenizer.json"), pieces, TokenizerOptions.uncased());
        TestVocabularies.replace(file, "\"x\":6", "\"x\":9");
        var tokenizer = WordPieceTokenizer.load(directory);
        assertEquals(List.of(5, 9), ids("low x"));
        assertEquals(10, tokenizer.vocabulary().size());
        assertEquals("low x", tokenizer.decode(new int[] {5, 7, 9}, false));
        tokenizer.save(directory.resolve("saved"));
        assertEquals(tokenizer.vocabulary().tokens(),
                WordPieceTokenizer.load(directory.resolve("saved")).vocabulary().tokens());
    }

    @Test
    void writesTheClassThatReadsItAlike() throws IOException {
        var vocabularyOfWords = Vocabulary.of(vocabulary);
        for (var options : List.of(TokenizerOptions.cased(), TokenizerOptions.uncased().withCleanText(false),
                TokenizerOptions.uncased().withMaxInputCharsPerWord(7))) {
            var tokenizer = WordPieceTokenizer.of(vocabularyOfWords, options);
            tokenizer.save(directory);
            assertEquals(options.equals(TokenizerOptions.cased()) ? "BertTokenizer" : "PreTrainedTokenizerFast",
                    JsonSection.read(directory.resolve("tokenizer_config.json")).string("tokenizer_class"));
            assertEquals(options, WordPieceTokenizer.load(directory).options());
        }
    }

    /// Java says no more than that there is no space.
    @ParameterizedTest
    @ValueSource(strings = {"vocab.txt", "tokenizer_config.json", "special_tokens_map.json"})
    void aFullDiskNamesTheFile(String name) throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "needs /dev/full");
        Path saved = Files.createDirectory(directory.resolve("saved"));
        Files.createSymbolicLink(saved.resolve(name), Path.of("/dev/full"));
        var tokenizer = WordPieceTokenizer.of(Vocabulary.of(vocabulary), TokenizerOptions.uncased());
        assertEquals(saved.resolve(name).toString(), assertThrows(FileSystemException.class, () -> tokenizer.save(saved)).getFile());
    }
}
