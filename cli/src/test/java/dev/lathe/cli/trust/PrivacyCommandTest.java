package dev.lathe.cli.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.CommandRun;
import dev.lathe.cli.ModelFolder;
import dev.lathe.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `privacy`, and the options of `finetune` that hide each example.
class PrivacyCommandTest {
    @TempDir
    private Path path;

    private static CommandRun privacy(String options) {
        return CommandRun.inProcess(Map.of(), ("privacy " + options).split(" "));
    }

    @Test
    void ofNoiseStepsAndBudgetTheThirdIsFound() {
        assertEquals(new CommandRun(ExitCode.DONE, """
                {
                  "epsilon": 7.329111171484544,
                  "delta": 1.0E-5,
                  "sigma": 1.5,
                  "sample_rate": 0.04,
                  "steps": 2250,
                  "accountant": "rdp",
                  "guaranteed": true
                }
                """, ""), privacy("--sigma 1.5 --sample-rate 0.04 --steps 2250 --delta 1e-5"));
        assertTrue(privacy("--epsilon 8 --sample-rate 0.04 --steps 2250 --delta 1e-5").out().contains("\n  \"sigma\": 1.41578"));
        assertTrue(privacy("--epsilon 7.33 --sample-rate 0.04 --sigma 1.5 --delta 1e-5").out().contains("\n  \"steps\": 2250,\n"));
    }

    @ParameterizedTest
    @CsvSource({"rdp, 7.3291, true", "pld, 6.768, true", "gdp, 6.601, false"})
    void accountantsAnswerInJson(String accountant, String epsilon, boolean guaranteed) {
        CommandRun run = privacy("--sigma 1.5 --sample-rate 0.04 --steps 2250 --delta 1e-5 --accountant " + accountant);
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.out().contains("\"epsilon\": " + epsilon), run.out());
        assertTrue(run.out().contains("\"accountant\": \"" + accountant + "\",\n  \"guaranteed\": " + guaranteed), run.out());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --sigma 1 --steps 5 --delta 1e-5                                  | --sample-rate: is needed
            --sigma 1 --steps 5 --sample-rate 0.1                             | --delta: is needed
            --sigma 1 --delta 1e-5 --sample-rate 0.1                          | --sigma, --steps and --epsilon: give two of the three
            --sigma 1 --steps 5 --epsilon 1 --delta 1e-5 --sample-rate 0.1    | --sigma, --steps and --epsilon: give two of the three
            --sigma 0 --steps 5 --delta 1e-5 --sample-rate 0.1                | --sigma 0: needs more than 0
            --sigma 1 --steps 0 --delta 1e-5 --sample-rate 0.1                | --steps 0: needs at least 1
            --sigma 1 --steps 5 --delta 1 --sample-rate 0.1                   | --delta 1: needs more than 0 and less than 1
            --sigma 1 --steps 5 --delta 1e-5 --sample-rate 1.5                | --sample-rate 1.5: needs more than 0 and at most 1
            --epsilon -1 --steps 5 --delta 1e-5 --sample-rate 0.1             | --epsilon -1: needs more than 0
            --sigma 1 --steps 5 --delta 1e-13 --sample-rate 0.1 --accountant pld | --delta 1e-13: pld counts down to 1.0E-11; rdp goes lower
            """)
    void whatIsWrongIsOneClearLine(String options, String message) {
        CommandRun run = privacy(options);
        assertEquals("lathe: " + message + "; see 'lathe privacy --help'" + System.lineSeparator(), run.err());
        assertEquals(ExitCode.USAGE, run.code());
    }

    @Test
    void anAttackPrintsWhatLossesShow() throws IOException {
        ModelFolder folder = ModelFolder.in(path);
        folder.finetune("");
        CommandRun run = folder.run("privacy attack --model @out --members @train.jsonl --others @dev.jsonl");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.out().matches("auc              [01]\\.\\d{4}\nepsilon at least \\d\\.\\d{4} at delta 1.0E-5, with 95 % confidence\n"
                + "texts             \\d+ members, \\d+ others\n"), run.out());
        assertTrue(folder.run("privacy attack --model @out --members @train.jsonl --others @dev.jsonl --json").out().startsWith("{\n  \"auc\": "));
        assertEquals("lathe: --delta 0: needs more than 0 and less than 1; see 'lathe privacy attack --help'" + System.lineSeparator(),
                folder.run("privacy attack --model @out --members @train.jsonl --others @dev.jsonl --delta 0").err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --dp-epsilon 8                                       | --dp-epsilon: needs --dp-delta
            --dp-noise 1.1                                       | --dp-noise: needs --dp-delta
            --dp-delta 1e-5                                      | --dp-delta: needs --dp-epsilon or --dp-noise
            --dp-clip 2                                          | --dp-clip: needs --dp-epsilon or --dp-noise
            --dp-passes single                                   | --dp-passes: needs --dp-epsilon or --dp-noise
            --dp-epsilon 0 --dp-delta 1e-5                       | --dp-epsilon 0: needs more than 0
            --dp-epsilon 8 --dp-delta 1                          | --dp-delta 1: needs more than 0 and less than 1
            --dp-epsilon 8 --dp-delta 1e-5 --dp-clip 0           | --dp-clip 0: needs more than 0
            --dp-noise -1 --dp-delta 1e-5                        | --dp-noise -1: needs more than 0
            --dp-noise 1 --dp-delta 1e-5 --dp-accountant gdp     | --dp-accountant gdp: estimates, and a promise needs a bound; give rdp or pld
            """)
    void whatPromisesNothingIsOneClearLine(String options, String message) throws IOException {
        CommandRun run = ModelFolder.in(path).finetune(options);
        assertEquals("lathe: " + message + "; see 'lathe finetune --help'" + System.lineSeparator(), run.err());
        assertEquals(ExitCode.USAGE, run.code());
    }

    @Test
    void aPrivateTrainingSaysWhatItSpends() throws IOException {
        ModelFolder folder = ModelFolder.in(path);
        CommandRun run = folder.finetune("--batch-size 4 --dp-epsilon 8 --dp-delta 1e-5 --dp-clip 0.5 --dp-accountant pld");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.err().contains("private: epsilon ") && run.err().contains(" at delta 1.0E-5 by pld after "), run.err());
        assertTrue(run.err().contains(" of epsilon spent"), run.err());
        String record = Files.readString(folder.file("out/training.json"));
        for (String option : List.of("\"dp-epsilon\": 8.0", "\"dp-clip\": 0.5", "\"dp-accountant\": \"pld\"", "\"dp-passes\": \"packed\"", "\"epsilon\": ")) {
            assertTrue(record.contains(option), option + " in " + record);
        }
        assertFalse(record.contains("dp-seed"), record);
        assertFalse(run.err().contains("one example at a time"), run.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --dp-passes single | single passes, as asked for
            --peft prompt      | gather of [
            """)
    void singlePassesAreSaid(String options, String reason) throws IOException {
        CommandRun run = ModelFolder.in(path).finetune("--batch-size 4 --dp-epsilon 8 --dp-delta 1e-5 " + options);
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.err().contains("private: one example at a time, which is slower: " + reason), run.err());
    }
}
