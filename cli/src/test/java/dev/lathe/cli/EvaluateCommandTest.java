package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lathe.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {
    private static final String LACKING = "; the columns, parted by ';', are 'text', 'label'; the model was trained on a column of that name, ";

    @TempDir
    private Path path;
    private ModelFolder folder;

    @BeforeEach
    void fill() throws IOException {
        folder = ModelFolder.in(path);
    }

    @Test
    void theReportIsThatOfTheRunThatMadeTheModel() throws IOException {
        CommandRun training = folder.finetune("--lr 1e-3 --test @dev.jsonl");
        CommandRun evaluation = folder.run("evaluate --model @out --data @dev.jsonl --report @report.json");
        String confusions = evaluation.out().substring(training.out().length());
        assertEquals(new CommandRun(ExitCode.DONE, training.out() + confusions, ""), evaluation);
        assertTrue(confusions.startsWith("\ntrue \\ predicted  negative  positive\nnegative"), confusions);
        assertEquals(Files.readString(folder.file("out/report.json")).replace("\"test\"", "\"data\""),
                Files.readString(folder.file("report.json")));
    }

    /// A training that cuts its texts is judged on cut ones, here so that nothing of the labels' words is left; predictions read more.
    @Test
    void theReportIsThatOfARunThatCutItsTexts() throws IOException {
        folder.write("long.jsonl", Files.readString(folder.file("dev.jsonl")).replace("{\"text\": \"", "{\"text\": \"the food the food "));
        CommandRun training = folder.finetune("--lr 1e-3 --max-length 4 --test @long.jsonl");
        assertEquals(ExitCode.DONE, training.code(), training.err());
        CommandRun evaluation = folder.run("evaluate --model @out --data @long.jsonl --report @report.json");
        assertTrue(evaluation.out().startsWith(training.out()), evaluation.out());
        assertEquals(Files.readString(folder.file("out/report.json")).replace("\"test\"", "\"data\""),
                Files.readString(folder.file("report.json")));
        long rows = Files.readAllLines(folder.file("long.jsonl")).size();
        assertEquals(("lathe: length  4 tokens at most, as the training's own evaluation: %d of %d texts are longer; predictions read up to 128, "
                + "and so does 'evaluate --max-length 128'\n").formatted(rows, rows), evaluation.err());
        CommandRun whole = folder.run("evaluate --model @out --data @long.jsonl --report @whole.json --max-length 128");
        assertEquals("", whole.err());
        assertNotEquals(Files.readString(folder.file("report.json")), Files.readString(folder.file("whole.json")));
        assertEquals("lathe: --max-length 129: needs 3 to 128, the model's limit\n",
                folder.run("evaluate --model @out --data @long.jsonl --max-length 129").err());
    }

    @Test
    void classesThatTheDataLacksAreReportedToo() throws IOException {
        CommandRun run = folder.run("evaluate --model @classifier --data @dev.jsonl");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.out().contains("\n     neutral     0.0000    0.0000    0.0000         0\n"), run.out());
    }

    @Test
    void aLabelMayBeAnId() throws IOException {
        CommandRun byName = folder.run("evaluate --model @classifier --data @dev.jsonl");
        folder.write("ids.jsonl", Files.readString(folder.file("dev.jsonl"))
                .replace("\"positive\"", "2").replace("\"negative\"", "0"));
        assertEquals(byName, folder.run("evaluate --model @classifier --data @ids.jsonl"));
    }

    @Test
    void aLabelThatTheModelDoesNotKnowIsNamedWithItsLine() throws IOException {
        folder.write("data.csv", "text,label\ngood,positive\nbad,awful\n");
        assertEquals(new CommandRun(ExitCode.FAILED, "", "lathe: @data.csv: line 3: label 'awful' is not among the model's "
                        + "labels: 'negative', 'neutral', 'positive'\n"),
                folder.run("evaluate --model @classifier --data @data.csv --report @report.json"));
        assertFalse(Files.exists(folder.file("report.json")));
    }

    @Test
    void aReportThatCannotBeWrittenIsRefusedBeforeTheWork() {
        assertEquals(new CommandRun(ExitCode.FAILED, "", "lathe: @none/r.json: no directory @none to write it in\n"),
                folder.run("evaluate --model @classifier --data @missing.jsonl --report @none/r.json"));
        assertEquals(new CommandRun(ExitCode.FAILED, "", "lathe: @encoder: a directory; a file is needed\n"),
                folder.run("evaluate --model @classifier --data @missing.jsonl --report @encoder"));
    }

    @Test
    void errorsAreLookedAtInAFileOfTheirOwn() throws IOException {
        folder.write("data.csv", "id,text,label\nfirst,good,positive\nsecond,bad,neutral\n\"third, last\",good,negative\n");
        CommandRun run = folder.run("evaluate --model @classifier --data @data.csv --errors @errors.jsonl --include-text");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        String said = label("good");
        var expected = new ArrayList<String>();
        for (String row : List.of("1 first good positive", "2 second bad neutral", "3 third,_last good negative")) {
            String[] cells = row.split(" ");
            if (!label(cells[2]).equals(cells[3])) {
                expected.add("{\"row\":%s,\"id\":\"%s\",\"text\":\"%s\",\"gold\":\"%s\",\"predicted\":\"%s\"}".formatted(
                        cells[0], cells[1].replace('_', ' '), cells[2], cells[3], label(cells[2])));
            }
        }
        assertFalse(expected.isEmpty(), said);
        assertEquals(expected, Files.readAllLines(folder.file("errors.jsonl")));
        folder.run("evaluate --model @classifier --data @data.csv --errors @errors.jsonl --id-column text");
        assertTrue(Files.readString(folder.file("errors.jsonl")).contains("\"id\":\"good\",\"gold\""));
        assertEquals("lathe: @data.csv: line 1: no column 'nr'; the columns are 'id', 'text', 'label'\n",
                folder.run("evaluate --model @classifier --data @data.csv --id-column nr").err());
    }

    private String label(String text) {
        String json = folder.run("predict --model @classifier --text " + text).out();
        return json.replaceFirst("(?s)\\{\"label\":\"([a-z]+)\".*", "$1");
    }

    /// Columns and delimiter are those of the training unless others are named.
    @Test
    void whatWasTrainedOnIsKnown() throws IOException {
        String rows = Files.readString(folder.file("train.jsonl")).replaceAll("\\{\"text\": *\"([^\"]*)\", *\"label\": *\"([^\"]*)\"}", "$1;$2");
        folder.write("train.csv", "review;verdict;text\n" + rows.lines().map(line -> line + ";x").collect(Collectors.joining("\n")));
        CommandRun training = folder.run("finetune --task sequence-classification --model @encoder --train @train.csv --out @trained "
                + "--epochs 1 --text-column review --label-column verdict --delimiter semicolon");
        assertEquals(ExitCode.DONE, training.code(), training.err());
        CommandRun known = folder.run("evaluate --model @trained --data @train.csv");
        assertEquals(ExitCode.DONE, known.code(), known.err());
        assertEquals(known, folder.run("evaluate --model @trained --data @train.csv --text-column review --label-column verdict --delimiter ;"));
        CommandRun predicted = folder.run("predict --model @trained --input @train.csv");
        assertNotEquals(predicted.out(), folder.run("predict --model @trained --input @train.csv --text-column text").out());
        assertEquals(24, predicted.out().lines().count(), predicted.err());
        assertTrue(predicted.out().startsWith("{\"row\":1,\"gold\":\""), predicted.out());
        folder.write("usual.csv", "text,label\ngood,positive\n");
        for (String command : List.of("predict --input", "evaluate --data")) {
            assertEquals("lathe: @usual.csv: line 1: no column 'review'; the columns, parted by ';', are 'text,label'; the model was trained on a column of "
                    + "that name, --text-column and --label-column name others\n", folder.run(command + " @usual.csv --model @trained").err());
        }
        folder.write("usual.csv", "text;label\ngood;positive\n");
        String evaluate = "evaluate --data @usual.csv --model @trained ";
        assertEquals("'review'" + LACKING + "--text-column names another", hint(evaluate + "--label-column label"));
        assertEquals("'verdict'" + LACKING + "--label-column names another", hint(evaluate + "--text-column text"));
        assertTrue(folder.run(evaluate + "--text-column nowhere").err().endsWith("no column 'nowhere'; the columns, parted by ';', are 'text', 'label'\n"));
        assertEquals("lathe: invalid value for option '--delimiter': 'ab' is neither a character nor tab, comma, semicolon, bar, space; see "
                + "'lathe evaluate --help'\n", folder.run("evaluate --model @trained --data @train.csv --delimiter ab").err());
        assertEquals("lathe: --delimiter a: a letter, a digit, a quote and a line's end part no fields; see 'lathe evaluate --help'\n",
                folder.run("evaluate --model @trained --data @train.csv --delimiter a").err());
    }

    private String hint(String command) {
        return folder.run(command).err().strip().replaceFirst(".* no column ", "");
    }

    @Test
    void aModelWithoutAHeadIsRefused() {
        assertEquals(new CommandRun(ExitCode.FAILED, "",
                        "lathe: @encoder/config.json: BertModel with 0 labels: the model is not trained for any task\n"),
                folder.run("evaluate --model @encoder --data @dev.jsonl"));
    }

    @Test
    void twoModelsAreComparedOnTheSameData() throws IOException {
        folder.finetune("--lr 1e-3 --test @dev.jsonl");
        String alone = folder.run("evaluate --model @out --data @dev.jsonl").out();
        CommandRun run = folder.run("evaluate --model @out --data @dev.jsonl --against @classifier --report @report.json");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.out().startsWith(alone.substring(0, alone.indexOf("\ntrue")) + "\nagainst " + folder.file("classifier") + "\nAccuracy  "), run.out());
        String test = run.out().substring(run.out().lastIndexOf("McNemar's test"));
        JsonNode against = new ObjectMapper().readTree(folder.file("report.json").toFile()).get("against");
        assertEquals(folder.file("classifier").toString(), against.get("model").asText());
        JsonNode mcNemar = against.get("mcnemar");
        assertEquals("McNemar's test      first alone right %d times, second %d times: p = %.4f (exact)\n".formatted(
                mcNemar.get("only_first").asInt(), mcNemar.get("only_second").asInt(), mcNemar.get("p_value").asDouble()), test);
        double difference = (mcNemar.get("only_first").asInt() - mcNemar.get("only_second").asInt()) / 8.0;
        double own = new ObjectMapper().readTree(folder.file("report.json").toFile()).get("accuracy").asDouble();
        assertEquals(own - against.get("accuracy").asDouble(), difference, 1e-12);
    }

    @Test
    void aModelIsNoBetterThanItself() {
        CommandRun run = folder.run("evaluate --model @classifier --data @dev.jsonl --against @classifier");
        assertTrue(run.out().endsWith("first alone right 0 times, second 0 times: p = 1.0000 (exact)\n"), run.out());
    }

    @Test
    void whatCannotBeComparedIsRefused() throws IOException {
        folder.write("numbers.csv", "text,label\ngood,1\nbad,0\n");
        folder.run("finetune --task regression --model @encoder --train @numbers.csv --out @out --epochs 1");
        assertEquals(new CommandRun(ExitCode.FAILED, "", "lathe: @out: trained for regression, not sequence-classification\n"),
                folder.run("evaluate --model @classifier --data @dev.jsonl --against @out"));
        assertEquals(new CommandRun(ExitCode.FAILED, "", "lathe: numbers.csv: its examples are neither right nor wrong: "
                        + "two models can be compared by their scores only\n"),
                folder.run("evaluate --model @out --data @numbers.csv --against @out"));
    }
}
