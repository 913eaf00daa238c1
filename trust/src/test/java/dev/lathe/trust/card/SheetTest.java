package dev.lathe.trust.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.trust.provenance.SignedDirectory;
import dev.lathe.trust.provenance.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SheetTest {
    @TempDir
    private Path folder;

    private void fill() throws IOException {
        Files.writeString(folder.resolve("training.json"), """
                {"task": "sequence-classification", "base_model": "base<b>", "base_license": "Apache-2.0", "base_files": {"model.safetensors": "abcd"},
                 "seed": 7, "options": {"lr": 2e-5, "data-license": "CC-BY-4.0", "dp-delta": 1e-5, "dropout": null, "text-column": "text"},
                 "data": {"train": {"file": "a.jsonl", "sha256": "ef01", "rows": 9, "examples": 8}},
                 "result_files": {"model.safetensors": "2345"}, "run": {"device": "CPU", "epsilon": 2.5}, "versions": {"lathe": "1"}}""");
        Files.writeString(folder.resolve("report.json"), """
                {"split": "test", "file": "t.jsonl", "examples": 200, "loss": 0.5, "accuracy": 0.875, "macro avg": {"f1-score": 0.75},
                 "classes": {"a": {"recall": 1.0, "support": 3}}, "intervals": {"accuracy": {"low": 0.8, "high": 0.9, "level": 0.95}}}""");
        Files.writeString(folder.resolve("reference.json"), "{}");
    }

    @Test
    void annexFourHoldsWhatWasMeasured() throws IOException {
        fill();
        String card = Sheet.EU_AI_ACT.of(folder);
        for (String line : List.of(
                "- (a) version: the weights: `model.safetensors` has SHA-256 `2345`",
                "- (a) pre-trained model that it began with: `base<b>`, licence Apache-2.0, `model.safetensors` has SHA-256 `abcd`",
                "  - lr: 2.0E-5\n", "  - seed: 7\n",
                "- (d) data: files and their hashes: train: `a.jsonl`, 9 rows, 8 examples, SHA-256 `ef01`",
                "- (g) validation and test data: test, 200 examples of `t.jsonl`",
                "  - accuracy: 0.875 (0.8 to 0.9 at level 0.95)\n", "  - macro F1: 0.75\n",
                "- (g) accuracy by class: a: recall 1, support 3",
                "- (g) discriminatory impact: scores by group: *not measured*",
                "- (h) cybersecurity: signature: unsigned",
                "- (h) protection of those in the data: differential privacy: epsilon 2.5 at delta 1.0E-5")) {
            assertTrue(card.contains(line), line + "\nin\n" + card);
        }
        assertTrue(!card.contains("dropout"), "what was not given says nothing");
        SignedDirectory.sign(folder, SigningKey.create());
        assertTrue(Sheet.EU_AI_ACT.of(folder).contains("every file as signed by the key `"));
        Files.writeString(folder.resolve("reference.json"), "{} ");
        assertTrue(Sheet.EU_AI_ACT.of(folder).contains("**not as it was signed**: reference.json: changed"));
    }

    /// The numbers of the annex's points, and the four functions.
    @Test
    void headingsAreThoseOfTheirSources() throws IOException {
        assertEquals(List.of("1.", "2.", "3.", "4.", "5.", "6.", "7.", "8.", "9."),
                headings(Sheet.EU_AI_ACT).stream().map(heading -> heading.substring(0, 2)).toList());
        assertEquals(List.of("Govern", "Map", "Measure", "Manage"), headings(Sheet.NIST));
        assertEquals(List.of("Motivation", "Composition", "Collection process", "Preprocessing, cleaning, labelling", "Uses", "Distribution", "Maintenance"),
                headings(Sheet.DATASHEET));
    }

    private List<String> headings(Sheet sheet) throws IOException {
        return Pattern.compile("^## (.*)$", Pattern.MULTILINE).matcher(sheet.of(folder)).results().map((MatchResult heading) -> heading.group(1)).toList();
    }

    @ParameterizedTest
    @EnumSource
    void whatNobodyKnowsIsSaidToBeEmpty(Sheet sheet) throws IOException {
        String empty = sheet.of(folder);
        long entries = empty.lines().filter(line -> line.startsWith("- ")).count();
        long without = empty.lines().filter(line -> line.endsWith(": *not measured*") || line.endsWith(": *empty: only people know it*")).count();
        // A directory without a signature is known to be unsigned.
        assertEquals(sheet == Sheet.DATASHEET ? entries : entries - 1, without, empty);
        assertTrue(empty.contains("Of %d entries %d are empty.".formatted(entries, without)), empty);
        fill();
        assertTrue(sheet.of(folder).lines().filter(line -> line.endsWith(": *not measured*")).count() <= 2, sheet.of(folder));
    }
}
