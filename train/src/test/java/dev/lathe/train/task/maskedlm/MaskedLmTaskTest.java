package dev.lathe.train.task.maskedlm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.checkpoint.safetensors.SafetensorsFile;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tokenizer.Vocabulary;
import dev.lathe.tokenizer.text.TokenizerOptions;
import dev.lathe.tokenizer.wordpiece.WordPieceTokenizer;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.run.TaskRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Texts without labels, from files to a model that guesses words.
class MaskedLmTaskTest {
    private static final WordPieceTokenizer TOKENIZER = WordPieceTokenizer.of(
            Vocabulary.of(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "un", "##think", "##able", "a", "b")),
            TokenizerOptions.uncased());

    @TempDir
    private Path folder;
    private TaskRun task;
    private Path train;

    @BeforeEach
    void fill() throws IOException {
        task = new TaskRun(new MaskedLmTask(), folder, 42);
        var lines = new StringJoiner("\n");
        for (int i = 0; i < 20; i++) {
            lines.add("the food was very good.").add("").add("the food was not bad.");
        }
        train = task.write("train.txt", lines.toString());
    }

    @Test
    void learnsToGuessWords() throws IOException {
        var result = task.run(train, train, 30);
        Evaluation evaluation = result.evaluation().orElseThrow();
        assertTrue(evaluation.score("perplexity") < 4, evaluation.report().toText());
        assertEquals(Math.exp(evaluation.loss()), evaluation.score("perplexity"), 1e-9);
        assertEquals(evaluation.score("perplexity"), evaluation.interval("perplexity").orElseThrow().score(), 1e-9);
        task.assertEvaluatesAs(result, train);
        assertEquals("[\"BertForMaskedLM\"]", task.json("config.json").get("architectures").toString());
        assertFalse(task.json("config.json").has("id2label"));
        assertEquals(40, task.json("report.json").get("examples").asInt());
        try (var weights = SafetensorsFile.open(task.out().resolve("model.safetensors"))) {
            assertTrue(weights.names().contains("cls.predictions.transform.dense.weight"), weights.names().toString());
            assertTrue(weights.names().contains("bert.embeddings.word_embeddings.weight"), weights.names().toString());
        }
    }

    @Test
    void readsTheTextColumnOfOtherFiles() throws IOException {
        Path table = task.write("train.tsv", "id\ttext\n1\tgood food\n2\tbad food\n");
        task.run(table, table, 1);
        assertEquals(2, task.json("report.json").get("masked_tokens").asInt());
    }

    @Test
    void masksTheShareAsAskedAndNeverSpecialTokens() {
        var masking = new Masking(MaskChoice.USUAL, TOKENIZER);
        var text = MaskableText.of(TOKENIZER.encode("a b ".repeat(100)), false);
        int hidden = 0;
        int replaced = 0;
        int kept = 0;
        var places = new int[202];
        for (int example = 0; example < 200; example++) {
            MaskedText masked = masking.apply(text, new RandomKey(42, 3), example);
            assertEquals(30, masked.positions().length);
            for (int at : masked.positions()) {
                places[at]++;
            }
            int[] ids = masked.ids();
            for (int i = 0; i < 30; i++) {
                int at = masked.positions()[i];
                assertEquals(text.ids()[at], masked.originals()[i]);
                hidden += ids[at] == TOKENIZER.maskId() ? 1 : 0;
                kept += ids[at] == text.ids()[at] ? 1 : 0;
                replaced += ids[at] != TOKENIZER.maskId() && ids[at] != text.ids()[at] ? 1 : 0;
            }
        }
        assertEquals(0, places[0] + places[201], "[CLS] and [SEP]");
        assertTrue(Arrays.stream(places, 1, 201).allMatch(count -> count > 5 && count < 70), Arrays.toString(places));
        // Of 6,000 choices; a tenth of those replaced become what they were, and a tenth the mask.
        assertEquals(0.81, hidden / 6000.0, 0.02);
        assertEquals(0.11, kept / 6000.0, 0.02);
        assertEquals(0.08, replaced / 6000.0, 0.02);
    }

    @Test
    void masksDependOnSeedStepAndExampleOnly() {
        var masking = new Masking(MaskChoice.USUAL, TOKENIZER);
        var text = MaskableText.of(TOKENIZER.encode("a b ".repeat(100)), false);
        int[] first = masking.apply(text, new RandomKey(42, 3), 7).positions();
        assertArrayEquals(first, masking.apply(text, new RandomKey(42, 3), 7).positions());
        assertFalse(Arrays.equals(first, masking.apply(text, new RandomKey(43, 3), 7).positions()));
        assertFalse(Arrays.equals(first, masking.apply(text, new RandomKey(42, 4), 7).positions()));
        assertFalse(Arrays.equals(first, masking.apply(text, new RandomKey(42, 3), 8).positions()));
    }

    @Test
    void wholeWordsAreMaskedTogether() {
        var masking = new Masking(MaskChoice.USUAL.withShare(0.3).withWholeWords(), TOKENIZER);
        var text = MaskableText.of(TOKENIZER.encode("a unthinkable b unthinkable a"), true);
        for (int example = 0; example < 50; example++) {
            var positions = Arrays.stream(masking.apply(text, new RandomKey(1, 0), example).positions()).boxed().toList();
            assertEquals(positions.contains(2), positions.contains(3));
            assertEquals(positions.contains(2), positions.contains(4));
            assertEquals(positions.contains(6), positions.contains(8));
            assertTrue(positions.size() >= 1 && positions.size() <= 3, positions.toString());
        }
    }

    @Test
    void aTextThatIsTooLongBecomesSeveral() throws IOException {
        Path one = task.write("one.txt", "very ".repeat(300) + "good");
        task.run(one, one, 1);
        // 301 words in windows of 126: two whole and 49; 15 % of each are 18.9, 18.9 and 7.35.
        assertEquals(19 + 19 + 7, task.json("report.json").get("masked_tokens").asInt());
    }

    @Test
    void badFilesAreNamed() throws IOException {
        task.assertRefused("no rows", "a.txt", "\n \n");
        task.assertRefused("line 1: 'text' is an integer, not a string", "b.jsonl", "{\"text\": 1}");
    }
}
