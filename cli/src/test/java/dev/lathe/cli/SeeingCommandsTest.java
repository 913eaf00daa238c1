package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What commands show of a run.
class SeeingCommandsTest {
    @TempDir
    private Path path;
    private ModelFolder folder;

    @BeforeEach
    void fill() throws IOException {
        folder = ModelFolder.in(path);
    }

    private static Map<String, @Nullable Object> object(String line) throws IOException {
        try (JsonParser json = JsonReader.SMALL.parser(line)) {
            assertEquals(JsonToken.START_OBJECT, json.nextToken(), line);
            return JsonReader.object(json);
        }
    }

    @Test
    void progressForProgramsIsALineOfJsonAnEvent() throws IOException {
        CommandRun run = folder.finetune("--dev @dev.jsonl --progress json --save-steps 2");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.out().startsWith("              precision"), run.out());
        var events = new ArrayList<String>();
        var last = Map.<String, @Nullable Object>of();
        for (String line : run.err().lines().toList()) {
            last = object(line);
            assertTrue(String.valueOf(last.get("time")).matches("\\d{4}-\\d\\d-\\d\\dT.*Z"), line);
            events.add(String.valueOf(last.get("event")));
            if (last.get("event").equals("step")) {
                assertEquals(4, last.get("steps"));
                assertTrue(last.get("loss") instanceof Number && last.get("seconds_left") instanceof Number, line);
            }
        }
        events.removeIf("notice"::equals);
        assertEquals(List.of("begun", "step", "step", "epoch", "evaluation", "checkpoint", "step", "step", "epoch", "evaluation", "checkpoint", "done"), events);
        assertEquals(folder.file("out").toString(), last.get("directory").toString().replace("@", path + "/"));
        assertTrue(((Map<?, ?>) last.get("scores")).containsKey("macro_f1"), last.toString());
    }

    @Test
    void aFinishedRunIsDoneAtOnceForProgramsToo() throws IOException {
        folder.finetune("--dev @dev.jsonl");
        CommandRun run = folder.finetune("--dev @dev.jsonl --resume --progress json");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertEquals(true, object(run.err().lines().toList().getLast()).get("finished_before"));
    }

    @Test
    void aFolderForTensorBoardMayBeNamedOrNot() throws IOException {
        assertEquals(ExitCode.DONE, folder.finetune("--tensorboard --report-html").code());
        assertTrue(Files.exists(folder.file("out/tensorboard/events.out.tfevents.0001.lathe")) && Files.exists(folder.file("out/report.html")));
        assertEquals(ExitCode.DONE, folder.finetune("--overwrite --tensorboard @events").code());
        assertTrue(Files.exists(folder.file("events/events.out.tfevents.0001.lathe")));
        assertFalse(Files.exists(folder.file("out/tensorboard")) || Files.exists(folder.file("out/report.html")));
        CommandRun run = folder.run("finetune --task sequence-classification --model @encoder --train @train.jsonl --out @more --tensorboard @events");
        assertEquals(ExitCode.FAILED, run.code());
        assertEquals("lathe: @events: holds the events of another run; choose another directory, or --overwrite it",
                run.err().lines().toList().getLast());
        assertEquals("lathe: --show-texts: needs --report-html; see 'lathe finetune --help'" + System.lineSeparator(),
                folder.finetune("--overwrite --show-texts").err());
    }

    @Test
    void runsStandSideBySide() throws IOException {
        folder.finetune("--dev @dev.jsonl --test @dev.jsonl");
        Files.move(folder.file("out"), folder.file("first"));
        folder.finetune("--dev @dev.jsonl --test @dev.jsonl --lr 1e-3");
        CommandRun run = folder.run("compare @first @out --html @page.html");
        assertEquals("", run.err());
        List<String> lines = run.out().lines().toList();
        assertTrue(lines.getFirst().matches(" +first +out"), run.out());
        assertEquals(List.of("lr"), lines.stream().skip(2).takeWhile(line -> !line.isEmpty()).map(line -> line.split(" ")[0]).toList());
        assertTrue(lines.stream().anyMatch(line -> line.matches("lr +2e-5 +0\\.001")), run.out());
        assertTrue(lines.stream().anyMatch(line -> line.matches("macro_f1 +\\d\\.\\d{4} \\(\\d\\.\\d{4} to \\d\\.\\d{4}\\) +\\d.*")), run.out());
        assertTrue(lines.stream().anyMatch(line -> line.matches("parameters +[0-9,]+ +[0-9,]+")), run.out());
        String page = Files.readString(folder.file("page.html"));
        assertTrue(page.contains("Settings that differ") && page.contains("Training loss"), page);
        assertTrue(page.contains("Macro F1 on the dev set") && !page.contains("macro_f1 on"), page);
        var json = object(folder.run("compare @first @out --json").out());
        assertEquals(List.of("lr"), json.get("differing"));
        assertEquals(2, ((List<?>) json.get("runs")).size());
    }

    @Test
    void scoresOfOtherDataAreDoubted() throws IOException {
        folder.finetune("--test @dev.jsonl");
        Files.move(folder.file("out"), folder.file("first"));
        folder.finetune("--test @train.jsonl");
        CommandRun run = folder.run("compare @first @out");
        assertTrue(run.err().matches("lathe: the scores are not of the same data: first of test, 8 examples, [0-9a-f]{8}…; out of test, 24 .*\\R"), run.err());
    }

    /// What is set aside is drawn by the run's seed, or by one of its own.
    @Test
    void scoresOfOtherRowsOfOneFileAreDoubted() throws IOException {
        folder.finetune("--dev-fraction 0.25 --seed 1");
        Files.move(folder.file("out"), folder.file("first"));
        folder.finetune("--dev-fraction 0.25 --seed 2");
        Files.move(folder.file("out"), folder.file("second"));
        folder.finetune("--dev-fraction 0.25 --seed 2 --split-seed 1");
        assertTrue(folder.run("compare @first @second").err().matches("lathe: the scores are not of the same data: first of dev, 6 examples "
                + "set aside by seed 1, [0-9a-f]{8}…; second of dev, 6 examples set aside by seed 2, [0-9a-f]{8}…\\R"));
        assertEquals("", folder.run("compare @first @out").err());
        CommandRun none = folder.finetune("--split-seed 1 --overwrite");
        assertTrue(none.err().startsWith("lathe: --split-seed: needs --dev-fraction or --test-fraction"), none.err());
    }

    @Test
    void whatIsNoRunIsRefused() throws IOException {
        assertEquals("lathe: @encoder: no training.json, so not what a finished fine-tuning has written" + System.lineSeparator(),
                folder.run("compare @encoder").err());
        folder.finetune("");
        folder.write("out/report.json", "{\"loss\": 1,");
        CommandRun run = folder.run("compare @out");
        assertTrue(run.err().startsWith("lathe: @out/report.json: no JSON: ") && run.code() == ExitCode.FAILED, run.err());
        folder.write("out/report.json", "[1]");
        assertEquals("lathe: @out/report.json: no object of JSON" + System.lineSeparator(), folder.run("compare @out").err());
        folder.write("out/report.json", "{}");
        folder.write("out/metrics.jsonl", "{\"step\": 1}\nwhat");
        CommandRun page = folder.run("compare @out --html @page.html");
        assertTrue(page.err().startsWith("lathe: @out/metrics.jsonl:2: no JSON: "), page.err());
        assertFalse(Files.exists(folder.file("page.html")));
        assertEquals(ExitCode.USAGE, folder.run("compare").code());
    }
}
