package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.terminal.ExitCode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {

    @Test
    void theVersionIsOneLineOnStandardOutput() {
        CommandRun run = CommandRun.inProcess(Map.of(), "--version");
        assertEquals(ExitCode.DONE, run.code());
        assertTrue(run.out().matches("lathe \\d+\\.\\d+\\.\\d+\\S* \\(JDK \\S+\\)\\R"), run.out());
        assertEquals("", run.err());
    }

    @Test
    void helpNamesEveryCommand() {
        CommandRun run = CommandRun.inProcess(Map.of(), "--help");
        assertEquals(ExitCode.DONE, run.code());
        assertTrue(run.out().startsWith("Usage: lathe"), run.out());
        assertTrue(run.out().contains("  doctor "), run.out());
        assertEquals("", run.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "models", "fetch", "import", "info", "tokenize", "embed", "fill-mask", "finetune",
        "evaluate", "predict", "doctor"})
    void everyCommandHasHelp(String command) {
        CommandRun run = CommandRun.inProcess(Map.of(), command, "--help");
        assertEquals(ExitCode.DONE, run.code());
        assertTrue(run.out().startsWith("Usage: lathe " + command), run.out());
        assertTrue(run.out().contains("--stacktrace"), run.out());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --bogus          | unknown option '--bogus'; see 'lathe --help'
            doctr            | unexpected argument 'doctr'; did you mean 'doctor'?; see 'lathe --help'
            doctr --help     | unexpected argument 'doctr'; did you mean 'doctor'?; see 'lathe --help'
            --help doctr     | unexpected argument 'doctr'; did you mean 'doctor'?; see 'lathe --help'
            doctor more -h   | unexpected argument 'more'; see 'lathe doctor --help'
            doctor -h --bogus | unknown option '--bogus'; see 'lathe doctor --help'
            doctr --version  | unexpected argument 'doctr'; did you mean 'doctor'?; see 'lathe --help'
            doctor --bogus   | unknown option '--bogus'; see 'lathe doctor --help'
            doctor @more     | unexpected argument '@more'; see 'lathe doctor --help'
            demo --bogus     | unknown option '--bogus'; see 'lathe demo --help'
            demo --epochs 0  | --epochs 0: needs at least 1; see 'lathe demo --help'
            demo --model x   | unknown option '--model'; see 'lathe demo --help'
            import x         | missing required option: '--to=DIR'; see 'lathe import --help'
            import x --to y --dtype int8 | invalid value for option '--dtype': 'int8' is none of float32, float16, \
            bfloat16; see 'lathe import --help'
            --stacktrace=x   | invalid value for option '--stacktrace': 'x' is not a boolean; see 'lathe --help'
            """)
    void aWrongCommandLineIsOneLineAndExitCodeTwo(String line, String message) {
        CommandRun run = CommandRun.inProcess(Map.of("LATHE_CACHE", "/dev/null"), line.strip().split(" +"));
        assertEquals("lathe: " + message + System.lineSeparator(), run.err());
        assertEquals("", run.out());
        assertEquals(ExitCode.USAGE, run.code());
    }

    @Test
    void noCommandIsWrongUsage() {
        CommandRun run = CommandRun.inProcess(Map.of());
        assertEquals("lathe: no command given; see 'lathe --help'" + System.lineSeparator(), run.err());
        assertEquals(ExitCode.USAGE, run.code());
    }

    @Test
    void doctorTellsWhatThisComputerHas() {
        CommandRun run = CommandRun.inProcess(Map.of(), "--stacktrace", "doctor");
        assertEquals(ExitCode.DONE, run.code());
        assertTrue(run.out().contains("threads    " + Runtime.getRuntime().availableProcessors()), run.out());
        assertTrue(run.out().contains(System.getProperty("java.home")), run.out());
        assertTrue(run.out().matches("(?s).*device     CPU, (vectors of \\d+ bits|plain Java), \\d+ threads?\n.*"),
                run.out());
        assertTrue(run.out().contains("GPU        cuda"), run.out());
    }
}
