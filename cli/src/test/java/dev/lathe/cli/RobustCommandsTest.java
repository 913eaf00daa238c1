package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The options of `finetune` against rare labels, noise and hostile texts, and `attack`.
class RobustCommandsTest {
    @TempDir
    private Path path;
    private ModelFolder folder;

    @BeforeEach
    void fill() throws IOException {
        folder = ModelFolder.in(path);
        folder.write("weights.json", "{\"negative\": 2.0, \"positive\": 0.5}");
        folder.write("words.json", "{\"good\": [\"fine\"], \"bad\": [\"awful\"]}");
    }

    @Test
    void everyOptionIsTakenAndRecorded() throws IOException {
        CommandRun run = folder.finetune("--dev @dev.jsonl --class-weights " + folder.file("weights.json") + " --focal-gamma 2 --r-drop 1.5 "
                + "--sampling balanced --adversarial freelb --adversarial-epsilon 0.5 --adversarial-steps 2 --adversarial-rate 0.2 "
                + "--ema 0.9 --augment delete=0.1,synonym=" + folder.file("words.json") + " --calibrate");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        String record = Files.readString(folder.file("out/training.json"));
        for (String option : List.of("\"class-weights\": \"{negative=2.0, positive=0.5}\"", "\"focal-gamma\": 2.0", "\"r-drop\": 1.5",
                "\"sampling\": \"balanced\"", "\"adversarial\": \"freelb\"", "\"adversarial-epsilon\": 0.5", "\"adversarial-steps\": 2",
                "\"adversarial-rate\": 0.2", "\"ema\": 0.9", "\"augment\": \"delete=0.1,synonym=words.json@", "\"calibrate\": true")) {
            assertTrue(record.contains(option), option + " in " + record);
        }
        assertTrue(run.out().contains("ECE (15 bins)"), run.out());
        assertTrue(run.err().contains("lathe: what --calibrate chose suits the dev data best, whose report flatters it; "), run.err());
        assertTrue(Files.exists(folder.file("out/calibration.json")));
        CommandRun evaluated = folder.run("evaluate --model @out --data @dev.jsonl");
        assertTrue(evaluated.out().contains("without the temperature of "), evaluated.out());
    }

    @Test
    void swappedCopiesAreLearntAndTheirPriceIsSaid() throws IOException {
        folder.write("swapped.jsonl", """
                {"text": "he is good", "label": "positive"}
                {"text": "she is bad", "label": "negative"}
                {"text": "the food is good", "label": "positive"}
                """);
        folder.write("swaps.json", "{\"he\": \"she\"}");
        String line = "finetune --task sequence-classification --model @encoder --train @swapped.jsonl --epochs 2 --batch-size 1 --out @";
        CommandRun run = folder.run(line + "fair --augment counterfactual=" + folder.file("swaps.json"));
        assertEquals(ExitCode.DONE, run.code(), run.err());
        String price = "augment: 2 copies beside 3 texts, 40.0 % of an epoch's texts, and about as much of its steps and time";
        assertTrue(run.err().contains("lathe: " + price + System.lineSeparator()), run.err());
        assertTrue(Files.readString(folder.file("fair/README.md")).contains("\n\n" + price + "\n"));
        assertTrue(Files.readString(folder.file("fair/training.json")).contains("\"augment\": \"counterfactual=swaps.json@"));
        String metrics = Files.readString(folder.file("fair/metrics.jsonl"));
        assertTrue(metrics.contains("\"step\":10,") && !metrics.contains("\"step\":11,"), metrics);
        CommandRun plain = folder.run(line + "plain");
        assertFalse(plain.err().contains("augment:") || Files.readString(folder.file("plain/README.md")).contains("augment:"), plain.err());
    }

    @Test
    void withoutOptionsNothingIsRecorded() throws IOException {
        folder.finetune("");
        String record = Files.readString(folder.file("out/training.json"));
        assertFalse(record.contains("adversarial") || record.contains("class-weights") || record.contains("augment"), record);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --adversarial fgm --adversarial-epsilon -1  | --adversarial-epsilon -1: needs more than 0
            --adversarial-epsilon 1                     | --adversarial-epsilon: needs --adversarial
            --adversarial fgm --adversarial-steps 3     | --adversarial-steps: needs --adversarial pgd or freelb
            --focal-gamma 2 --label-smoothing 0.1       | focalGamma 2.0 and labelSmoothing 0.1: give one of the two
            --label-smoothing 1                         | --label-smoothing 1: needs 0 or more and less than 1
            --ema 1                                     | --ema 1: needs more than 0 and less than 1
            --ema 0.9 --swa-from 2                      | --ema and --swa-from: give one of the two
            --swa-from 0                                | --swa-from 0: needs at least 1
            --calibrate                                 | --calibrate: needs --dev or --dev-fraction
            --dev @dev.jsonl --thresholds dev           | --thresholds dev: is for multi-label, not sequence-classification
            --augment typos=0.1                         | --augment typos=0.1: is none of delete=SHARE, swap=SHARE, keyboard=SHARE, synonym=FILE, counterfactual=FILE, each once
            --augment delete=much                       | --augment delete=much: 'much' is no number
            --r-drop -1                                 | --r-drop -1: needs 0 or more
            """)
    void whatDoesNotGoTogetherIsOneClearLine(String options, String message) throws IOException {
        CommandRun run = folder.finetune(options);
        assertEquals("lathe: " + message + "; see 'lathe finetune --help'" + System.lineSeparator(), run.err());
        assertEquals(ExitCode.USAGE, run.code());
        assertFalse(folder.names().contains("out.partial") || folder.names().contains("out"));
    }

    @Test
    void classWeightsAreAWordOrAFile() {
        CommandRun run = folder.run("finetune --task sequence-classification --model @encoder --train @train.jsonl --out @out"
                + " --class-weights balance");
        assertEquals("lathe: --class-weights balance: neither 'balanced' nor a file; see 'lathe finetune --help'"
                + System.lineSeparator(), run.err());
    }

    @Test
    void tasksWithoutLabelsHaveNoWeights() {
        CommandRun run = folder.run("finetune --task regression --model @encoder --train @train.jsonl --out @out --class-weights balanced");
        assertEquals("lathe: --class-weights: is for sequence-classification, multi-label and token-classification, not regression; "
                + "see 'lathe finetune --help'" + System.lineSeparator(), run.err());
    }

    @Test
    void weightsOfUnknownLabelsAreRefusedByName() throws IOException {
        folder.write("weights.json", "{\"neutral\": 2.0}");
        CommandRun run = folder.finetune("--class-weights " + folder.file("weights.json"));
        assertEquals("lathe: class weights: label 'neutral' is not among 'negative', 'positive'" + System.lineSeparator(), run.err());
        assertFalse(folder.names().contains("out.partial"));
    }

    @Test
    void anAttackPrintsItsNumbersAndWritesWhatItMisled() throws IOException {
        folder.write("texts.csv", "text,label\n" + """
                the food was good,nice
                fine food,nice
                the food was bad,rude
                awful food,rude
                """.repeat(6));
        folder.run("finetune --task sequence-classification --model @encoder --train @texts.csv --out @out --lr 1e-2 --epochs 20 "
                + "--batch-size 8 --dropout 0");
        CommandRun run = folder.run("attack --model @out --data @texts.csv --method delete --budget 2 --output @attack.json --include-text");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.out().matches("accuracy before     1\\.0000\naccuracy attacked   0\\.\\d{4}\ntexts               24, \\d+ misled\n"
                + "queries             \\d+, \\d+\\.\\d a text\n"), run.out());
        String json = Files.readString(folder.file("attack.json"));
        assertTrue(json.contains("\"method\": \"delete\"") && json.contains("\"attacked\":"), json);
        assertEquals(run.out(), folder.run("attack --model @out --data @texts.csv --method delete --budget 2").out());
        CommandRun synonyms = folder.run("attack --model @out --data @texts.csv --method synonym --synonyms @words.json");
        assertEquals(ExitCode.DONE, synonyms.code(), synonyms.err());
        assertEquals("lathe: --method synonym: needs --synonyms; see 'lathe attack --help'" + System.lineSeparator(),
                folder.run("attack --model @out --data @texts.csv --method synonym").err());
        assertEquals("lathe: --budget 0: needs at least 1; see 'lathe attack --help'" + System.lineSeparator(),
                folder.run("attack --model @out --data @texts.csv --method delete --budget 0").err());
    }
}
