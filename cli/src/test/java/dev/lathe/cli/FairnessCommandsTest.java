package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lathe.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Groups on the command line: reports of models and of anybody's predictions, corrections and their price.
class FairnessCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path path;
    private ModelFolder folder;

    @BeforeEach
    void fill() throws IOException {
        folder = ModelFolder.in(path);
        for (String name : List.of("train", "dev")) {
            var lines = Files.readAllLines(folder.file(name + ".jsonl"));
            for (int i = 0; i < lines.size(); i++) {
                lines.set(i, lines.get(i).replace("}", ", \"sex\": \"%s\"}".formatted(i % 3 == 0 ? "f" : "m")));
            }
            Files.write(folder.file(name + ".jsonl"), lines);
        }
        folder.write("predictions.csv", """
                label,prediction,score,sex
                1,1,0.9,a
                1,0,0.6,a
                0,0,0.8,a
                0,0,0.7,a
                1,1,0.9,b
                1,1,0.8,b
                0,1,0.6,b
                0,0,0.9,b
                """);
    }

    @Test
    void anybodysPredictionsAreReported() throws IOException {
        CommandRun run = folder.run("evaluate --predictions @predictions.csv --group sex --positive 1 --report @fairness.json");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.out().startsWith("groups by sex, positive '1'\n\ngroup 'a', 4 rows\n  selection rate        0.2500  0.0000 to 0.7500\n"),
                run.out());
        JsonNode section = JSON.readTree(folder.file("fairness.json").toFile()).get("fairness").get("sections").get(0);
        assertEquals(0.5, section.get("demographic_parity").get("difference").get("value").doubleValue());
        assertTrue(section.get("groups").get(1).has("ece"));
        assertEquals(run, folder.run("evaluate --predictions @predictions.csv --group sex --positive 1 --report @again.json"));
    }

    @Test
    void predictionsNeedNoModel() {
        assertEquals("lathe: --predictions: needs --group; see 'lathe evaluate --help'\n", folder.run("evaluate --predictions @predictions.csv").err());
        assertEquals("lathe: --predictions: needs no model and no data, and knows neither --errors nor --against; see 'lathe evaluate --help'\n",
                folder.run("evaluate --predictions @predictions.csv --group sex --model @encoder").err());
        assertEquals("lathe: missing required option: '--data=FILE'; see 'lathe evaluate --help'\n", folder.run("evaluate --model @encoder").err());
        assertEquals("lathe: missing required option: '--model=DIR|NAME'; see 'lathe evaluate --help'\n",
                folder.run("evaluate --data @predictions.csv").err());
    }

    /// The first block of commands and the block of what it prints.
    @Test
    void theGuidesReportIsPrintedToTheByte() throws IOException {
        String guide = Files.readString(Path.of("../docs/fairness.md")).replace("\r\n", "\n");
        var block = Pattern.compile("```sh\ncat > predictions.csv <<'E'\n(.*?)E\n\\./lathe (.*?)\n```\n.*?```\n(.*?)```", Pattern.DOTALL).matcher(guide);
        assertTrue(block.find(), "the guide begins with a file and a command");
        folder.write("predictions.csv", block.group(1));
        CommandRun run = folder.run(block.group(2).replace("predictions.csv", "@predictions.csv"));
        assertEquals(block.group(3), run.out().replace(System.lineSeparator(), "\n"), run.err());
    }

    @Test
    void aCorrectedModelIsTrainedReportedAndUsed() throws IOException {
        CommandRun run = folder.finetune("--dev @dev.jsonl --fairness demographic-parity --fairness-weight 2 --fairness-group sex "
                + "--fairness-positive positive --fairness-thresholds demographic-parity");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        String record = Files.readString(folder.file("out/training.json"));
        for (String option : List.of("\"fairness\": \"demographic-parity\"", "\"fairness-weight\": 2.0", "\"fairness-group\": \"sex\"",
                "\"fairness-positive\": \"positive\"", "\"fairness-thresholds\": \"demographic-parity\"")) {
            assertTrue(record.contains(option), option + " in " + record);
        }
        assertTrue(run.out().contains("against the same model without thresholds by group\n"), run.out());
        assertTrue(run.err().contains("what demographic-parity costs and gains: train once more without it, then"), run.err());
        folder.write("out/group_thresholds.json",
                "{\"column\": \"sex\", \"positive\": \"positive\", \"thresholds\": {\"f\": 0, \"m\": 2}}");
        assertEquals("positive", label(folder.run("predict --model @out --group f --text bad")));
        assertEquals("negative", label(folder.run("predict --model @out --group m --text good")));
        CommandRun rows = folder.run("predict --model @out --input @dev.jsonl");
        assertEquals(List.of("positive", "negative", "negative", "positive"), rows.out().lines().limit(4).map(FairnessCommandsTest::label).toList());
        CommandRun judged = folder.run("evaluate --model @out --data @dev.jsonl --group sex --positive positive");
        assertTrue(judged.out().contains("by sex, positive 'positive'\n  demographic parity difference   1.0000"), judged.out());
        String unsaid = folder.run("predict --model @out --text good").err();
        assertTrue(unsaid.contains("the model has thresholds by 'sex': needs --group with --text"), unsaid);
        CommandRun against = folder.run("evaluate --model @out --data @dev.jsonl --group sex --positive positive --against @out");
        assertTrue(against.out().contains("\naccuracy                          "), against.out());
    }

    @Test
    void anAdversaryTakesPartAndIsGone() throws IOException {
        CommandRun run = folder.finetune("--fairness adversarial --fairness-weight 0.5 --fairness-group sex");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.err().contains("adversary.dense.weight"), run.err());
        assertTrue(run.err().contains("what adversarial costs and gains: train once more without it, then"), run.err());
        String record = Files.readString(folder.file("out/training.json"));
        assertTrue(record.contains("\"fairness\": \"adversarial\"") && record.contains("\"fairness-weight\": 0.5"), record);
        assertTrue(Files.readString(folder.file("out/README.md")).contains("Groups by 'sex' were corrected for: adversarial while training, weight 0.5."));
        assertEquals(ExitCode.DONE, folder.run("predict --model @out --text good").code());
        assertTrue(folder.run("finetune --task regression --model @encoder --train @train.jsonl --out @other --fairness adversarial "
                + "--fairness-group sex").err().contains("--fairness: is for sequence-classification, not regression"));
    }

    @Test
    void wordsAreAskedWhatTheyAreNearTo() throws IOException {
        folder.write("words.json", """
                {"targets": {"praise": ["good", "fine"], "blame": ["bad", "awful"]},
                 "attributes": {"food": ["food", "the food"], "very": ["very", "very very"]}, "templates": ["{} .", "the {}"]}
                """);
        CommandRun run = folder.run("fairness weat --model @encoder --words @words.json --report @weat.json --device cpu --threads 1");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.out().startsWith("praise against blame, by food against very\neffect size  ")
                && run.out().endsWith(", by all 70 partitions\n"), run.out());
        JsonNode found = JSON.readTree(folder.file("weat.json").toFile());
        assertTrue(found.get("exact").booleanValue() && found.get("p").doubleValue() >= 1.0 / 70, found.toString());
        assertEquals(run.out(), folder.run("fairness weat --model @encoder --words @words.json --device cpu --threads 2").out());
        assertTrue(folder.run("fairness weat --words @words.json").err().contains("weat: needs --model and --words"));
    }

    @Test
    void sentencesAreProbedWithNames() throws IOException {
        folder.write("sentences.txt", "the food was {}\n{} was very good\nnot {} .\n");
        folder.write("names.json", "{\"praise\": [\"good\", \"fine\"], \"blame\": [\"bad\", \"awful\"]}");
        String probe = "fairness probe --model @classifier --templates @sentences.txt --names @names.json --device cpu --label ";
        CommandRun run = folder.run(probe + "positive --report @probe.json --threads 1");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.out().matches("score of 'positive', 3 sentences\npraise  0\\.\\d{4}\nblame  0\\.\\d{4}\n"
                + "difference  -?0\\.\\d{4}\np           \\d\\.\\d{5}, by all 8 choices of signs\n"), run.out());
        JsonNode found = JSON.readTree(folder.file("probe.json").toFile());
        assertEquals(3, found.get("by_sentence").size());
        assertEquals(found.get("scores").get("praise").doubleValue() - found.get("scores").get("blame").doubleValue(),
                found.get("difference").doubleValue(), 1e-12);
        assertEquals(run.out(), folder.run(probe + "positive --threads 2").out());
        assertTrue(folder.run(probe + "nice").err().contains("--label nice: is none of negative, neutral, positive"));
        assertTrue(folder.run("fairness probe --model @classifier --label positive").err()
                .contains("probe: needs --model, --templates, --names and --label"));
    }

    private static String label(CommandRun run) {
        assertEquals(ExitCode.DONE, run.code(), run.err());
        return label(run.out());
    }

    private static String label(String line) {
        return line.replaceFirst("(?s).*\"label\":\"(\\w+)\".*", "$1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --predictions @predictions.csv --group age           | predictions.csv: line 1: no column 'age'; the columns are
            --predictions @predictions.csv --group sex,sex       | --group sex,sex: a column is named twice
            --predictions @predictions.csv --group sex --positive x | positive label 'x': no row has it or is given it; there are '0', '1'
            """)
    void predictionsThatDoNotDoAreRefusedInALine(String line, String message) {
        String said = folder.run("evaluate " + line).err();
        assertTrue(said.contains(message) && said.lines().count() == 1, said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --fairness-group sex                                     | --fairness-group: needs --fairness or --fairness-thresholds
            --fairness reweighing                                    | --fairness: needs --fairness-group
            --fairness equalised-odds --fairness-group sex           | --fairness: needs --fairness-positive
            --fairness-weight 2                                      | --fairness-weight: needs --fairness demographic-parity, equalised-odds or adversarial
            --fairness adversarial                                   | --fairness: needs --fairness-group
            --fairness adversarial --fairness-group sex --fairness-weight -1 | --fairness-weight -1: needs more than 0
            --fairness adversarial --fairness-group age              | line 1: no 'age'; the keys are 'text', 'label', 'sex'
            --fairness reweighing --fairness-group sex --fairness-weight 2 | --fairness-weight: needs --fairness demographic-parity, equalised-odds or adversarial
            --fairness equalised-odds --fairness-group sex --fairness-positive positive --fairness-weight 0 | --fairness-weight 0: needs more than 0
            --fairness-thresholds demographic-parity --fairness-group sex --fairness-positive positive | --fairness-thresholds: needs --dev or --dev-fraction
            --fairness reweighing --fairness-group age               | line 1: no 'age'; the keys are 'text', 'label', 'sex'
            --fairness equalised-odds --fairness-group sex --fairness-positive maybe | fairness positive 'maybe': there are the labels 'negative', 'positive'
            --fairness reweighing --fairness-group sex --focal-gamma 2 | fairness reweighing: is for the plain loss; give no other options of it
            """)
    void correctionsThatDoNotDoAreRefusedInALine(String options, String message) {
        String said = folder.finetune(options).err();
        assertTrue(said.contains(message), said);
        assertTrue(said.lines().filter(line -> line.startsWith("lathe: ")).count() == 1, said);
    }
}
