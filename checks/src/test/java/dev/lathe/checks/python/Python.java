package dev.lathe.checks.python;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The interpreter that has the libraries: `-Dpython=…`, else `$LATHE_PYTHON`, else `python3` of the path.
final class Python {
    private static final Path SCRIPTS = Path.of("src", "test", "python");

    private Python() {}

    /// Which libraries are not there, or why nobody can be asked; empty if all are there.
    static String missing() throws InterruptedException {
        try {
            String problems = run("requirements.py").strip();
            return problems.isEmpty() ? "" : executable() + ": " + problems;
        } catch (IOException absent) {
            return absent.getMessage();
        }
    }

    /// Runs a script to its end.
    ///
    /// @return what it wrote to standard output and standard error
    static String run(String script, Object... arguments) throws IOException, InterruptedException {
        Path said = Files.createTempFile("lathe-python", ".txt");
        try {
            int code = start(script, said, List.of(arguments)).waitFor();
            String text = Files.readString(said);
            assertEquals(0, code, () -> script + ": " + text);
            return text;
        } finally {
            Files.delete(said);
        }
    }

    private static Process start(String script, Path said, List<?> arguments) throws IOException {
        var command = new ArrayList<>(List.of(executable(), "-B", SCRIPTS.resolve(script).toString()));
        arguments.forEach(argument -> command.add(argument.toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().putAll(Map.of("HF_HUB_OFFLINE", "1", "PYTHONUTF8", "1", "TOKENIZERS_PARALLELISM", "false"));
        return builder.start();
    }

    private static String executable() {
        String asked = System.getProperty("python", "");
        return asked.isEmpty() ? System.getenv().getOrDefault("LATHE_PYTHON", "python3") : asked;
    }
}
