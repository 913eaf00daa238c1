package dev.lathe.tokenizer.wordpiece;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.tokenizer.SpecialTokens;
import dev.lathe.tokenizer.TokenizerException;
import dev.lathe.tokenizer.Truncation;
import dev.lathe.tokenizer.Vocabulary;
import dev.lathe.tokenizer.file.JsonSection;
import dev.lathe.tokenizer.text.TokenizerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is written is read back; what is broken is refused with file, place and problem.
class TokenizerFilesTest {
    @TempDir
    Path directory;

    private Path vocab(String... lines) throws IOException {
        return Files.writeString(directory.resolve("vocab.txt"), String.join("\n", lines) + "\n");
    }

    private void config(String json) throws IOException {
        Files.writeString(directory.resolve("tokenizer_config.json"), json);
    }

    private String refusal() {
        String message = assertThrows(TokenizerException.class, () -> WordPieceTokenizer.load(directory)).getMessage();
        return message.replace(directory + "/", "");
    }

    private static void assertSame(WordPieceTokenizer expected, WordPieceTokenizer actual) {
        assertEquals(expected.vocabulary().tokens(), actual.vocabulary().tokens());
        assertEquals(expected.options(), actual.options());
        for (String text : SampleTexts.written()) {
            assertEquals(expected.encode(text).tokens(), actual.encode(text).tokens());
        }
    }

    @Test
    void readsBackWhatItSaved() throws IOException {
        for (Path json : List.of(TestVocabularies.uncased(directory), TestVocabularies.cased(directory),
                TestVocabularies.chinese(directory))) {
            var tokenizer = WordPieceTokenizer.fromTokenizerJson(json);
            tokenizer.save(directory.resolve("saved"));
            assertSame(tokenizer, WordPieceTokenizer.load(directory.resolve("saved")));
        }
    }

    @Test
    void writesATokenizerJsonThatTheReferenceReadsAlike() throws IOException {
        var bare = TokenizerOptions.cased().withCleanText(false).withTokenizeChineseChars(false)
                .withMaxInputCharsPerWord(7);
        Path own = TestVocabularies.write(directory.resolve("own.json"),
                List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "\"", "\\", "##\u0001", "\uD83D\uDE00"), bare);
        for (Path json : List.of(own, TestVocabularies.uncased(directory), TestVocabularies.cased(directory),
                TestVocabularies.chinese(directory))) {
            var tokenizer = WordPieceTokenizer.fromTokenizerJson(json);
            Path saved = directory.resolve("saved");
            tokenizer.save(saved);
            try (var both = new ReferenceTokenizer(saved.resolve("tokenizer.json"), tokenizer)) {
                SampleTexts.written().forEach(both::assertSame);
                both.assertSame("[MASK]a[SEP]", "a [UNK]");
                int[] ids = tokenizer.encode("a, [MASK] a.").ids();
                assertEquals(both.reference(Truncation.NONE).decode(ids, false), tokenizer.decode(ids, false));
            }
        }
    }

    @Test
    void leavesNoTokenizerJsonOfAnotherTokenizerBehind() throws IOException {
        WordPieceTokenizer.fromTokenizerJson(TestVocabularies.uncased(directory)).save(directory);
        var small = WordPieceTokenizer.of(Vocabulary.of(TestVocabularies.SPECIAL), TokenizerOptions.cased());
        small.save(directory);
        assertSame(small, WordPieceTokenizer.load(directory));
        Files.delete(directory.resolve("tokenizer.json"));
        assertSame(small, WordPieceTokenizer.load(directory));
    }

    @Test
    void writesNothingWhenATokenDoesNotFitOnALine() throws IOException {
        var tokenizer = WordPieceTokenizer.of(
                Vocabulary.of(List.of("[UNK]", "[CLS]", "[SEP]", "a\nb")), TokenizerOptions.cased());
        Path target = directory.resolve("none");
        assertEquals(target.resolve("vocab.txt") + ": token 3 holds a line break: a line cannot",
                assertThrows(IllegalStateException.class, () -> tokenizer.save(target)).getMessage());
        assertTrue(Files.list(target).toList().isEmpty());
    }

    @Test
    void readsBackEverySwitchAndName() throws IOException {
        var names = new SpecialTokens("<unk>", "</s>", "<pad>", "<s>", "<mask>");
        var vocabulary = Vocabulary.of(List.of("<pad>", "<unk>", "<s>", "</s>", "<mask>", "a", "##\u0301"));
        for (var options : List.of(TokenizerOptions.uncased(), TokenizerOptions.cased(),
                TokenizerOptions.uncased().withStripAccents(false), TokenizerOptions.cased().withStripAccents(true),
                TokenizerOptions.cased().withTokenizeChineseChars(false).withCleanText(false)
                        .withMaxInputCharsPerWord(7))) {
            var tokenizer = WordPieceTokenizer.of(vocabulary, options.withSpecialTokens(names));
            tokenizer.save(directory);
            assertSame(tokenizer, WordPieceTokenizer.load(directory));
        }
    }

    @Test
    void writesWhatHuggingFaceReads() throws IOException {
        WordPieceTokenizer.of(Vocabulary.of(TestVocabularies.SPECIAL), TokenizerOptions.cased()).save(directory);
        assertEquals("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n", Files.readString(directory.resolve("vocab.txt")));
        var config = JsonSection.read(directory.resolve("tokenizer_config.json"));
        assertEquals("BertTokenizer", config.string("tokenizer_class"));
        assertEquals(512, config.integer("model_max_length"));
        assertEquals(false, config.bool("do_lower_case", true));
        assertEquals(false, config.bool("strip_accents", true));
        assertEquals(true, config.bool("tokenize_chinese_chars", false));
        assertEquals("[MASK]", config.section("added_tokens_decoder").section("4").string("content"));
        assertEquals("[SEP]", JsonSection.read(directory.resolve("special_tokens_map.json")).string("sep_token"));
    }

    @Test
    void keepsTokensThatWereAddedBehindTheVocabulary() throws IOException {
        vocab("[UNK]", "[CLS]", "[SEP]", "x", "1");
        config("""
                {"do_lower_case": true, "added_tokens_decoder": {
                  "0": {"content": "[UNK]", "special": true}, "5": {"content": "[X1]", "special": true}}}""");
        var tokenizer = WordPieceTokenizer.load(directory);
        assertEquals(List.of("[CLS]", "x", "[X1]", "x", "[UNK]", "x", "[SEP]"),
                tokenizer.encode("X[X1]x[x").tokens());
        assertEquals(6, tokenizer.vocabulary().size());
        tokenizer.save(directory.resolve("saved"));
        assertSame(tokenizer, WordPieceTokenizer.load(directory.resolve("saved")));
    }

    @Test
    void prefersTokenizerJson() throws IOException {
        vocab("[UNK]", "[CLS]", "[SEP]");
        TestVocabularies.write(directory.resolve("tokenizer.json"),
                List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "A"), TokenizerOptions.cased());
        var tokenizer = WordPieceTokenizer.load(directory);
        assertEquals(6, tokenizer.vocabulary().size());
        assertEquals(TokenizerOptions.cased(), tokenizer.options());
    }

    @Test
    void endsLinesAtLineFeedsOnlyAndTakesByteOrderMarkAndCrLf() throws IOException {
        vocab("\uFEFF[UNK]\r", "[CLS]\r", "[SEP]\r", "a\u2028b\r", "a\u0085b", "a\u3000b", "a\rb");
        assertEquals(List.of("[UNK]", "[CLS]", "[SEP]", "a\u2028b", "a\u0085b", "a\u3000b", "a\rb"),
                WordPieceTokenizer.load(directory).vocabulary().tokens());
    }

    @Test
    void saysThatADirectoryHoldsNoTokenizer() {
        assertEquals(directory + ": neither tokenizer.json nor vocab.txt",
                assertThrows(NoSuchFileException.class, () -> WordPieceTokenizer.load(directory)).getMessage());
    }

    @Test
    void refusesBrokenVocabularies() throws IOException {
        vocab("[UNK]", "[CLS]", "low");
        assertEquals("vocab.txt: no token '[SEP]'", refusal());
        vocab("[CLS]", "[SEP]");
        assertEquals("vocab.txt: no token '[UNK]'", refusal());
        Files.write(directory.resolve("vocab.txt"), "[UNK]\n[CLS]\nlow\u00E9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals("vocab.txt: line 3: byte 0xE9 is not UTF-8", refusal());
        Files.write(directory.resolve("vocab.txt"), new byte[] {'[', '\n', (byte) 0xE4, (byte) 0xB8});
        assertEquals("vocab.txt: line 2: byte 0xE4 is not UTF-8", refusal());
        Files.write(directory.resolve("vocab.txt"), new byte[0]);
        assertEquals("vocab.txt: is empty", refusal());
    }

    @Test
    void refusesBrokenConfigurations() throws IOException {
        vocab("[UNK]", "[CLS]", "[SEP]");
        config("[]");
        assertEquals("tokenizer_config.json: is not a JSON object", refusal());
        config("{\"do_lower_case\": true}\n{}");
        assertEquals("tokenizer_config.json: line 2: more after the end of the object", refusal());
        config("{\n\"do_lower_case\": tru");
        assertTrue(refusal().startsWith("tokenizer_config.json: line 2: broken JSON: "), refusal());
        config("{\"do_lower_case\": \"yes\"}");
        assertEquals("tokenizer_config.json: 'do_lower_case' is not true or false", refusal());
        config("{\"do_basic_tokenize\": false}");
        assertEquals("tokenizer_config.json: 'do_basic_tokenize' false is not supported", refusal());
        config("{\"unk_token\": \"\"}");
        assertEquals("tokenizer_config.json: specialTokens: unk '', sep '[SEP]', pad '[PAD]', cls '[CLS]', mask '[MASK]': "
                + "a name is empty", refusal());
        config("{\"max_input_chars_per_word\": 0}");
        assertEquals("tokenizer_config.json: tokenizerOptions: maxInputCharsPerWord 0: not in 1..100000", refusal());
        config("{\"split_special_tokens\": true}");
        assertEquals("tokenizer_config.json: 'split_special_tokens' true is not supported", refusal());
        config("{\"added_tokens_decoder\": {\"3\": {\"content\": \"\u0301\"}}}");
        assertEquals("vocab.txt: added token '\u0301': nothing is left of it once it is normalised", refusal());
        config("{\"added_tokens_decoder\": {\"7\": {\"content\": \"<e>\"}}}");
        assertEquals("vocab.txt: added token '<e>' has id 7, but the next free one is 3", refusal());
        config("{\"added_tokens_decoder\": {\"1\": {\"content\": \"<e>\"}}}");
        assertEquals("vocab.txt: added token '<e>' has id 1, which is '[CLS]'", refusal());
        config("{\"added_tokens_decoder\": {\"x\": {\"content\": \"<e>\"}}}");
        assertEquals("tokenizer_config.json: added_tokens_decoder: 'x' is not an id", refusal());
        config("{\"a\":".repeat(2_000));
        assertEquals("tokenizer_config.json: JSON in more than 1000 levels, or a name or number too long", refusal());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "\"type\":\"BertNormalizer\" ; \"type\":\"Sequence\" ; normalizer 'Sequence': only BertNormalizer is supported",
        "\"BertPreTokenizer\" ; \"Whitespace\" ; pre_tokenizer 'Whitespace': only BertPreTokenizer is supported",
        "\"type\":\"WordPiece\",\"unk ; \"type\":\"BPE\",\"unk ; model 'BPE': only WordPiece is supported",
        "\"TemplateProcessing\" ; \"RobertaProcessing\" ; post_processor 'RobertaProcessing': only TemplateProcessing or BertProcessing is supported",
        "\"id\":\"B\",\"type_id\":1 ; \"id\":\"B\",\"type_id\":0 ; post_processor: pair '[CLS]:0 $A:0 [SEP]:0 $B:0 [SEP]:1': only BERT's form of [CLS] A [SEP] B [SEP] is supported",
        "\"continuing_subword_prefix\":\"##\" ; \"continuing_subword_prefix\":\"@@\" ; model: continuing_subword_prefix '@@': only '##' is supported",
        "\"low\":5 ; \"low\":4 ; model.vocab: '[MASK]' and 'low' both have id 4",
        "\"low\":5 ; \"low\":\"5\" ; model.vocab: the id of 'low' is not an integer",
        "\"low\":5 ; \"low\":-5 ; model.vocab: 'low' has id -5: not in 0..2097151",
        "\"low\":5 ; \"[CLS]\":5 ; model.vocab: '[CLS]' has the ids 2 and 5",
        "\"model\": ; \"modell\": ; no 'model'",
        "\"unk_token\":\"[UNK]\" ; \"unk_token\":\"<unk>\" ; no token '<unk>'",
        "\"type\":\"WordPiece\",\"unk_token\":\"[UNK]\", ; `` ; model: no 'type', and not the fields of WordPiece",
        "{\"id\":1 ; {\"id\":9 ; added token '[UNK]' has id 9, but is token 1"})
    void refusesOtherKindsOfTokenizerJsonByName(String from, String to, String message) throws IOException {
        Path file = TestVocabularies.write(directory.resolve("tokenizer.json"),
                List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "low"), TokenizerOptions.cased());
        String json = Files.readString(file);
        assertTrue(json.contains(from), from);
        Files.writeString(file, json.replace(from, to));
        assertEquals("tokenizer.json: " + message, refusal());
    }

    @Test
    void refusesATokenizerJsonThatIsCutOffAnywhere() throws IOException {
        Path file = TestVocabularies.write(directory.resolve("tokenizer.json"),
                List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "low"), TokenizerOptions.cased());
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertTrue(refusal().startsWith("tokenizer.json: "), refusal());
        }
    }

    @Test
    void readsTheOlderFormOfThePostProcessor() throws IOException {
        var tokens = new ArrayList<>(TestVocabularies.SPECIAL);
        tokens.add("low");
        Path file = TestVocabularies.write(directory.resolve("tokenizer.json"), tokens, TokenizerOptions.uncased());
        String json = Files.readString(file);
        int from = json.indexOf("{\"type\":\"TemplateProcessing\"");
        int to = json.indexOf(",\n\"decoder\"");
        Files.writeString(file, json.substring(0, from)
                + "{\"type\":\"BertProcessing\",\"sep\":[\"[SEP]\",3],\"cls\":[\"[CLS]\",2]}" + json.substring(to));
        try (var both = new ReferenceTokenizer(file)) {
            both.assertSame("Low [MASK]", "low");
        }
    }
}
