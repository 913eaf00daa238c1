package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.testkit.model.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictCommandTest {
    private static final String USAGE =
            "lathe: needs --text (and perhaps --text-pair) or --input, one of the two; see 'lathe predict --help'\n";

    @TempDir
    private Path path;
    private ModelFolder folder;

    @BeforeEach
    void fill() throws IOException {
        folder = ModelFolder.in(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"the food was good", "", "💥 日本 \u0000\u0301 \"'<&", "@texts"})
    void aTextIsOneObjectWithEveryScore(String text) {
        String line = text(text);
        String number = "([01]\\.\\d+|\\d\\.\\d+E-\\d+)";
        assertTrue(line.matches("\\{\"label\":\"(negative|neutral|positive)\",\"score\":" + number + ",\"scores\":"
                + "\\{\"negative\":" + number + ",\"neutral\":" + number + ",\"positive\":" + number + "}}\n"), line);
    }

    /// As transformers writes a head of two labels without names: no word of them in `config.json`.
    @Test
    void aHeadWithoutNamesHasLabelsAllTheSame() throws IOException {
        TinyModel.classifier(folder.file("two"), "negative", "positive");
        Path config = folder.file("two/config.json");
        Files.writeString(config, Files.readString(config)
                .replaceFirst(", \"id2label\".*?}", ", \"architectures\": [\"BertForSequenceClassification\"]"));
        CommandRun run = folder.run("predict --model @two --text good");
        assertEquals("", run.err());
        assertTrue(run.out().contains("\"LABEL_0\":") && run.out().contains("\"LABEL_1\":"), run.out());
        assertTrue(folder.run("info --model @two").out().contains("labels        LABEL_0, LABEL_1\n"));
    }

    @Test
    void labelsOfOneNameAreTwoScores() throws IOException {
        Path config = folder.file("classifier/config.json");
        String expected = text("good");
        Files.writeString(config, Files.readString(config).replace("\"positive\"", "\"negative\""));
        CommandRun run = folder.run("predict --model @classifier --text good");
        assertEquals("lathe: config.json: 'id2label' has 'negative' for 0 and 2; the second is called 'negative#2' here\n",
                run.err());
        assertEquals(expected.replace("positive", "negative#2"), run.out());
    }

    @Test
    void aTextBeyondTheModelsPositionsIsCutAtItsEnd() {
        String start = "good " + "very ".repeat(125);
        assertEquals(text(start + "bad"), text(start + "fine"));
        assertNotEquals(text("good bad"), text("good fine"));
    }

    @Test
    void aPairIsReadAsOne() {
        CommandRun pair = folder.run("predict --model @classifier", "--text", "good", "--text-pair", "bad");
        assertEquals(ExitCode.DONE, pair.code(), pair.err());
        assertNotEquals(text("good"), pair.out());
        assertNotEquals(text("good bad"), pair.out());
        CommandRun swapped = folder.run("predict --model @classifier", "--text", "bad", "--text-pair", "good");
        assertNotEquals(swapped.out(), pair.out());
    }

    /// A writer of characters would end with "Input length = 1".
    @Test
    void aFileHoldsTheBytesOfStandardOutput() throws IOException {
        Path config = folder.file("classifier/config.json");
        Files.writeString(config, Files.readString(config).replace("negative", "\uD83D\uDE00 \\ud83d"));
        CommandRun printed = folder.run("predict --model @classifier", "--text", "good");
        assertEquals(ExitCode.DONE, printed.code(), printed.err());
        CommandRun written = folder.run("predict --model @classifier --output @predictions.jsonl", "--text", "good");
        assertEquals(ExitCode.DONE, written.code(), written.err());
        assertEquals(printed.out(), Files.readString(folder.file("predictions.jsonl")));
        assertTrue(printed.out().contains("\\uD83D\\uDE00 \\uD83D\""), printed.out());
    }

    @Test
    void everyKindOfFileGivesWhatItsTextsGiveAlone() throws IOException {
        String expected = text("good") + text("") + text("the food, \"very\" bad");
        folder.write("texts", "good\r\n\r\nthe food, \"very\" bad");
        folder.write("texts.jsonl", "{\"text\": \"good\"}\n{\"text\": \"\"}\n{\"text\": \"the food, \\\"very\\\" bad\", \"label\": 7}\n");
        folder.write("texts.csv", "label,text\n,good\n,\n,\"the food, \"\"very\"\" bad\"\n");
        folder.write("texts.TSV", "text\tother\ngood\t1\n\t1\nthe food, \"very\" bad\t1\n");
        folder.write("texts.json", "{\"text\": \"good\"}\n{\"text\": \"\"}\n{\"text\": \"the food, \\\"very\\\" bad\"}\n");
        folder.write("named.csv", "label,x\ngood,1\n,1\n\"the food, \"\"very\"\" bad\",1\n");
        for (String input : List.of("@texts", "@texts.jsonl", "@texts.json", "@texts.csv", "@texts.TSV", "@named.csv --text-column label")) {
            CommandRun run = folder.run("predict --model @classifier --input " + input);
            assertEquals(new CommandRun(ExitCode.DONE, expected, ""), new CommandRun(run.code(), withoutRows(run.out()), run.err()));
            assertEquals(List.of("{\"row\":1", "{\"row\":2", "{\"row\":3"), run.out().lines().map(line -> line.split(",")[0]).toList());
        }
    }

    /// Each would pass for a line of odd characters.
    @Test
    void whatIsNoTextIsNotAnswered() throws IOException {
        folder.write("rows.parquet", "PAR1\u0015\u0004\u0015\nPAR1");
        assertEquals(new CommandRun(ExitCode.FAILED, "", "lathe: @rows.parquet: a Parquet file, not text: write its rows as JSONL or CSV\n"),
                folder.run("predict --model @classifier --input @rows.parquet"));
        folder.write("rows.csv", "PK\u0003\u0004\u0014\n");
        assertEquals("lathe: @rows.csv: a zip archive or an Excel file: unpack it, or save the sheet as CSV in UTF-8\n",
                folder.run("predict --model @classifier --input @rows.csv").err());
    }

    /// A prediction finds its way back to its row.
    @Test
    void predictionsCarryTheIdTheLabelAndOnRequestTheTextOfTheirRow() throws IOException {
        folder.write("texts.jsonl", """
                {"id": 17, "text": "good", "label": "positive"}
                {"text": "bad", "text_pair": "fine", "label": ["a", 2]}
                {"id": {"no": 1}, "text": "fine", "label": null}
                """);
        List<String> rows = folder.run("predict --model @classifier --input @texts.jsonl --include-text").out().lines().toList();
        List<String> heads = List.of("{\"row\":1,\"id\":\"17\",\"text\":\"good\",\"gold\":\"positive\",\"label\":",
                "{\"row\":2,\"text\":\"bad\",\"text_pair\":\"fine\",\"gold\":[\"a\",2],\"label\":", "{\"row\":3,\"text\":\"fine\",\"label\":");
        for (int i = 0; i < heads.size(); i++) {
            assertTrue(rows.get(i).startsWith(heads.get(i)), rows.get(i));
        }
        assertEquals("lathe: @texts.jsonl: line 1: no 'nr'; the keys are 'id', 'text', 'label'\n",
                folder.run("predict --model @classifier --input @texts.jsonl --id-column nr").err());
    }

    @Test
    void aNamedColumnOfLabelsMustBeThere() throws IOException {
        folder.write("half.jsonl", "{\"text\": \"good\", \"verdict\": \"positive\"}\n{\"text\": \"bad\"}\n");
        folder.write("rows.csv", "text,verdict\ngood,positive\n");
        String named = "predict --model @classifier --label-column verdikt --input ";
        assertEquals("lathe: @half.jsonl: no row has 'verdikt', which --label-column names\n", folder.run(named + "@half.jsonl").err());
        assertEquals("lathe: @rows.csv: line 1: no column 'verdikt'; the columns are 'text', 'verdict'\n",
                folder.run(named + "@rows.csv").err());
        CommandRun half = folder.run("predict --model @classifier --label-column verdict --input @half.jsonl");
        assertEquals("", half.err());
        assertTrue(half.out().startsWith("{\"row\":1,\"gold\":\"positive\","), half.out());
    }

    private static String withoutRows(String out) {
        return out.replaceAll("(?m)^\\{\"row\":\\d+,(\"gold\":[^,]*,)?", "{");
    }

    @Test
    void pairsOfAFileAreReadAsPairs() throws IOException {
        folder.write("pairs.csv", "a,b\ngood,bad\n");
        assertEquals(folder.run("predict --model @classifier --text good --text-pair bad").out(),
                withoutRows(folder.run("predict --model @classifier --input @pairs.csv --text-column a --pair-column b").out()));
    }

    @Test
    void aFileOfResultsHoldsWhatStandardOutputWould() throws IOException {
        assertEquals(new CommandRun(ExitCode.DONE, "", ""),
                folder.run("predict --model @classifier --text good --output @results"));
        assertEquals(text("good"), Files.readString(folder.file("results")));

        folder.write("texts.csv", "text\nfine\n\"open");
        CommandRun broken = folder.run("predict --model @classifier --input @texts.csv --output @results");
        assertEquals(ExitCode.FAILED, broken.code());
        assertTrue(broken.err().startsWith("lathe: @texts.csv: line 3: "), broken.err());
        assertEquals(text("good"), Files.readString(folder.file("results")));
        assertFalse(folder.names().toString().contains(".results"), folder.names().toString());
    }

    @Test
    void aModelWithoutAHeadIsRefused() {
        assertEquals(new CommandRun(ExitCode.FAILED, "",
                        "lathe: @encoder/config.json: BertModel with 0 labels: the model is not trained for any task\n"),
                folder.run("predict --model @encoder --text good"));
    }

    @Test
    void aModelOfAnotherKindIsRefused() throws IOException {
        Path config = folder.file("classifier/config.json");
        Files.writeString(config, Files.readString(config)
                .replace("{\"model_type\"", "{\"architectures\": [\"BertForNextSentencePrediction\"], \"model_type\""));
        assertEquals(new CommandRun(ExitCode.FAILED, "", "lathe: @classifier/config.json: "
                        + "BertForNextSentencePrediction with 3 labels: the model is not trained for any task\n"),
                folder.run("predict --model @classifier --text good"));
    }

    @Test
    void oneKindOfInputIsNeeded() {
        assertEquals(new CommandRun(ExitCode.USAGE, "", USAGE), folder.run("predict --model @classifier"));
        assertEquals(new CommandRun(ExitCode.USAGE, "", USAGE),
                folder.run("predict --model @classifier --text good --input @texts"));
        assertEquals(new CommandRun(ExitCode.USAGE, "", USAGE), folder.run("predict --model @classifier --text-pair good"));
    }

    private String text(String text) {
        CommandRun run = folder.run("predict --model @classifier", "--text", text);
        assertEquals("", run.err());
        assertEquals(ExitCode.DONE, run.code());
        return run.out();
    }
}
