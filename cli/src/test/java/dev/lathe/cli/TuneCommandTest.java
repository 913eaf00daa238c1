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

class TuneCommandTest {
    @TempDir
    private Path path;
    private ModelFolder folder;

    @BeforeEach
    void fill() throws IOException {
        folder = ModelFolder.in(path);
    }

    private void space(String options, String space) throws IOException {
        folder.write("space.json", """
                {"options": {"task": "sequence-classification", "model": "%s", "train": "%s", %s},
                 "space": {%s}}
                """.formatted(folder.file("encoder"), folder.file("train.jsonl"), options, space));
    }

    private String dev() {
        return "\"dev\": \"" + folder.file("dev.jsonl") + "\"";
    }

    @Test
    void leavesTheBestModelTablesAndAPlot() throws IOException {
        space(dev() + ", \"epochs\": 2", """
                "lr": {"log-uniform": [1e-4, 1e-2]}, "batch-size": {"choice": [4, 8]}, "no-shuffle": {"choice": [true, false]}""");
        CommandRun run = folder.run("tune @space.json --method tpe --trials 3 --out @search");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertEquals(4, run.out().lines().count(), run.out());
        assertEquals(1, run.out().lines().filter(line -> line.startsWith("*")).count(), run.out());
        for (String name : List.of("model/model.safetensors", "trials.csv", "trials.json", "trials.svg", "journal.jsonl", "search.json")) {
            assertTrue(Files.exists(folder.file("search/" + name)), name);
        }
        // The kept model is the one whose score is told.
        String best = run.out().lines().filter(line -> line.startsWith("*")).findFirst().orElseThrow().split(" +")[2];
        CommandRun evaluated = folder.run("evaluate --model @search/model --data @dev.jsonl");
        assertTrue(evaluated.out().contains("Macro F1            " + best), evaluated.out() + best);
        CommandRun again = folder.run("tune @space.json --method tpe --trials 3 --out @search --resume");
        assertEquals(run.out(), again.out());
        assertTrue(again.err().contains("goes on after 3 trials"), again.err());
        CommandRun more = folder.run("tune @space.json --method tpe --trials 4 --out @search --resume");
        assertTrue(more.out().replace('*', ' ').startsWith(run.out().replace('*', ' ')), more.out());
        CommandRun other = folder.run("tune @space.json --method random --trials 3 --out @search --resume");
        assertEquals("lathe: @search: was begun with another method, seed, space or other options, which search.json tells"
                + System.lineSeparator(), other.err());
        assertEquals("lathe: @search: exists; choose another directory, or --resume the search in it" + System.lineSeparator(),
                folder.run("tune @space.json --trials 3 --out @search").err());
    }

    @Test
    void halvingTrainsTheBetterOnesLonger() throws IOException {
        space(dev() + ", \"epochs\": 3, \"eval-steps\": 2", "\"lr\": {\"log-uniform\": [1e-5, 1e-1]}");
        CommandRun run = folder.run("tune @space.json --method halving --trials 4 --eta 2 --out @search");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertEquals(1, run.out().lines().filter(line -> line.startsWith("*") && line.endsWith("(rung 2)")).count(), run.out());
        assertEquals(1, run.out().lines().filter(line -> line.endsWith("(rung 1)")).count(), run.out());
    }

    @Test
    void severalSeedsOfOneSettingHaveAnInterval() throws IOException {
        space(dev() + ", \"epochs\": 1", "");
        CommandRun run = folder.run("tune @space.json --seeds 3 --out @search");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.out().matches("Macro F1 0\\.\\d{4} ± \\d\\.\\d{4} \\(95 %, Student's t, 3 seeds; one run varies by 0\\.\\d{4}\\)\\R"),
                run.out());
        assertEquals(run.out(), folder.run("tune @space.json --seeds 3 --out @search --resume").out());
        assertTrue(Files.readString(folder.file("search/seeds.json")).contains("\"seed\": \"44\""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "lrr": {"uniform": [1, 2]}       | 'lrr': is no option of 'finetune'; did you mean 'lr'?
            "threads": {"int": [1, 2]}       | 'threads': does not belong here: give it to 'tune' itself
            "test": {"choice": ["a"]}        | 'test': does not belong here: what is chosen must not depend on test data; evaluate the model on it afterwards
            "lr": {"uniform": [-1, 1]}       | --lr -1.0: needs more than 0
            "epochs": {"choice": ["many"]}   | Invalid value for option '--epochs': 'many' is not an int
            "optimizer": {"choice": ["sgd", "adamw2"]} | --optimizer adamw2: is none of adamw, sgd, lion, adafactor
            """)
    void aSpaceThatCannotBeTrainedIsRefusedFirst(String space, String message) throws IOException {
        space(dev(), space);
        CommandRun run = folder.run("tune @space.json --out @search");
        assertEquals("lathe: @space.json: " + message + System.lineSeparator(), run.err());
        assertEquals(ExitCode.FAILED, run.code());
        assertFalse(folder.names().contains("search"));
    }

    @Test
    void withoutDevDataNothingIsCompared() throws IOException {
        space("\"epochs\": 1", "\"lr\": {\"uniform\": [1e-4, 1e-3]}");
        assertEquals("lathe: @space.json: needs 'dev' or 'dev-fraction' in 'options', for settings are compared on dev data"
                + System.lineSeparator(), folder.run("tune @space.json --out @search").err());
        assertEquals("lathe: --eta: needs --method halving; see 'lathe tune --help'" + System.lineSeparator(),
                folder.run("tune @space.json --eta 3 --out @search").err());
        assertEquals("lathe: --trials 0: needs at least 1; see 'lathe tune --help'" + System.lineSeparator(),
                folder.run("tune @space.json --trials 0 --out @search").err());
    }
}
