package dev.lathe.cli.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.CommandRun;
import dev.lathe.cli.Lathe;
import dev.lathe.cli.ModelFolder;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.testkit.model.TinyModel;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(180)
class MonitorCommandTest {
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final int SURGE = 20;
    private static final String NEGATIVE = "the food was not bad";
    private static final String POSITIVE = "the food was awful";

    @TempDir
    private static Path path;

    private static ModelFolder folder;

    @BeforeAll
    static void fill() throws IOException {
        folder = ModelFolder.in(path);
        TinyModel.classifier(folder.file("out"), "negative", "positive");
        // Random weights take these two texts for almost the same; the bias puts the border between them.
        TinyModel.classifierTensors(2).with("classifier.bias", 0, 0.851f).write(folder.file("out/model.safetensors"));
        Files.writeString(folder.file("stream.jsonl"), stream());
    }

    /// Hours of 30 texts, of which a fifth are negative, in hour 20 more than half.
    private static String stream() {
        var random = new SplittableRandom(6);
        var lines = new StringBuilder();
        for (int i = 0; i < 30 * 24; i++) {
            double share = i / 30 == SURGE ? 0.6 : 0.2;
            String text = random.nextDouble() < share ? NEGATIVE : POSITIVE;
            lines.append("{\"text\":\"%s\",\"time\":\"%s\"}%n".formatted(text, START.plusSeconds(120L * i)).replace("\r", ""));
        }
        return lines.toString();
    }

    private static CommandRun monitor(String more) {
        return folder.run("monitor --model @out --device cpu --alert negative>3sigma " + more);
    }

    @Test
    void aPlantedSurgeIsOneAlert() {
        CommandRun run = monitor("--input @stream.jsonl");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.out().matches(
                "ALERT 2026-01-05T20:00:00Z negative>3sigma of all: \\d\\d of 30 \\(\\d\\d\\.\\d %\\), before \\d\\d\\.\\d % of 600; p \\S+, z \\S+\n"), run.out());
        assertTrue(run.err().endsWith("lathe: 720 texts, 0 too late, 0 lines not read; 1 alerts" + System.lineSeparator()), run.err());
    }

    @Test
    void jsonHasTheSameNumbersAndNoText() {
        CommandRun run = monitor("--input @stream.jsonl --json --windows --topic-model @out");
        List<String> alerts = run.out().lines().filter(line -> line.contains("\"alert\"")).toList();
        assertTrue(alerts.getFirst().startsWith("{\"alert\":\"negative>3sigma\",\"start\":\"2026-01-05T20:00:00Z\",\"end\":\"2026-01-05T21:00:00Z\","
                + "\"label\":\"negative\",\"count\":"), run.out());
        assertTrue(run.out().startsWith("{\"start\":\"2026-01-05T00:00:00Z\",\"end\":\"2026-01-05T01:00:00Z\",\"of\":30,\"counts\":{"), run.out());
        assertTrue(run.out().contains("\"topic\":\"positive\""), run.out());
        assertFalse(run.out().contains("food"), run.out());
    }

    /// Killed as it reads, without a word, and started again: the alerts are those of one run, and the state has no text.
    @Test
    void killedInTheMiddleItGoesOnWithTheSameAlerts() throws IOException, InterruptedException {
        String whole = monitor("--input @stream.jsonl --windows").out();
        Path file = folder.file("growing.jsonl");
        Path state = folder.file("killed.state");
        List<String> lines = Files.readAllLines(folder.file("stream.jsonl"));
        var out = new ArrayList<String>();
        int half = 30 * 12 + 7;
        Files.write(file, lines.subList(0, half));
        Process process = CommandRun.child("monitor", "--model", folder.file("out").toString(), "--device", "cpu", "--alert", "negative>3sigma",
                "--windows", "--input", file.toString(), "--follow", "--state", state.toString()).start();
        try (BufferedReader printed = process.inputReader(StandardCharsets.UTF_8)) {
            for (int window = 0; window < 12; window++) {
                out.add(printed.readLine());
            }
            // It has printed the twelfth window and then, after the last of the half's lines, its state.
            while (!Files.exists(state) || !Files.readString(state).contains("\"items\": " + half)) {
                Thread.onSpinWait();
            }
        } finally {
            process.destroyForcibly();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        }
        Files.write(file, lines.subList(half, lines.size()), StandardOpenOption.APPEND);
        CommandRun rest = monitor("--input @growing.jsonl --windows --state @killed.state");
        out.addAll(rest.out().lines().toList());
        List<String> expected = whole.lines().toList();
        // The last window is left open for the lines to come.
        assertEquals(expected.subList(0, expected.size() - 1), out);
        assertEquals(1, out.stream().filter(line -> line.startsWith("ALERT")).count());
        assertFalse(Files.readString(state).contains("food"));
        assertTrue(monitor("--input @growing.jsonl --state @killed.state").err().contains("lathe: 720 texts"), "nothing is read twice");
        assertEquals("lathe: killed.state: 'windowMillis': 3600000, now 1800000; a monitor goes on as it began, or with another file\n",
                monitor("--input @growing.jsonl --state @killed.state --window 30m").err());
    }

    @Test
    void standardInputIsReadAsItComes() throws IOException, InterruptedException {
        Process process = CommandRun.child("monitor", "--model", folder.file("out").toString(), "--device", "cpu", "--windows", "--window", "1s").start();
        try (BufferedReader printed = process.inputReader(StandardCharsets.UTF_8); Writer in = process.outputWriter(StandardCharsets.UTF_8)) {
            in.write(POSITIVE + "\n");
            in.flush();
            String line = printed.readLine();
            assertTrue(line.matches("\\S+Z of all: 1; .*positive 100\\.0 %.*"), line);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void linesThatAreNoneAreToldOfAndLeftOut() {
        byte[] lines = ("""
                {"text":"good","time":1767571200}
                {"text":"good","time":"yesterday"}
                {"text":5}
                text

                [1]
                {"text":"good","time":1767571201000}
                \u00ff""").getBytes(StandardCharsets.ISO_8859_1);
        CommandRun.Recorder recorder = CommandRun.Recorder.with(Map.of());
        var given = recorder.surroundings();
        int code = Lathe.run(new Surroundings(new ByteArrayInputStream(lines), given.out(), given.err(), 0, Map.of()), "monitor", "--model",
                folder.file("out").toString(), "--device", "cpu", "--jsonl", "--windows");
        assertEquals(ExitCode.DONE, code);
        assertEquals("""
                lathe: line 2: 'time' is no time: 2026-01-31T12:00:00Z or seconds since 1970; left out
                lathe: line 3: no text in 'text'; left out
                lathe: line 4: Unrecognized token 'text': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false'); left out
                lathe: line 6: not a JSON object; left out
                lathe: line 8: not UTF-8; left out
                lathe: 2 texts, 0 too late, 5 lines not read; 0 alerts
                """, recorder.said());
        assertTrue(recorder.out().toString(StandardCharsets.UTF_8).startsWith("2026-01-05T00:00:00Z of all: 2; "), recorder.out().toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2 | --alert rude>3sigma  | --alert rude>3sigma: no label 'rude'; there is negative, positive; see 'lathe monitor --help'
            2 | --alert negative>0.5 | --alert negative>0.5: needs LABEL>Nsigma or LABEL<Nsigma; see 'lathe monitor --help'
            2 | --alert negative>3sigma --baseline 2 | --baseline 2: must be 6 to 10000 windows; see 'lathe monitor --help'
            2 | --windows --window 1x | invalid value for option '--window': '1x' is no length of time, such as 30s, 15m, 1h or 7d; see 'lathe monitor --help'
            2 | --windows --window 0s | --window 0s: must be 1s to 366d; see 'lathe monitor --help'
            2 | --windows --follow   | --follow: needs --input FILE; see 'lathe monitor --help'
            2 | --baseline 24        | needs --alert or --windows; see 'lathe monitor --help'
            1 | --windows --input @none.jsonl | @none.jsonl: no such file or directory
            """)
    void aWrongValueIsOneLine(int code, String options, String message) {
        assertEquals(new CommandRun(code, "", "lathe: " + message + "\n"), folder.run("monitor --model @out --device cpu " + options));
    }
}
