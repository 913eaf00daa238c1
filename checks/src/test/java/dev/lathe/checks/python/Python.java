package dev.lathe.checks.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The interpreter that has the libraries: `-Dpython=…`, else `$LATHE_PYTHON`, else `python3` of the path.
final class Python {
    private static final Path SCRIPTS = Path.of("src", "test", "python");

    private Python() {}

    /// Skips the tests that need it unless the profile is on and every library is there in its version.
    static void require() throws IOException, InterruptedException {
        assumeTrue(Boolean.getBoolean("checks.python"), "minutes, and libraries of Python; mvn -Ppython");
        Path said = Files.createTempFile("lathe-python", ".txt");
        try {
            Optional<String> failure = failure(said);
            assumeTrue(failure.isEmpty(), () -> executable() + ": " + failure.orElseThrow());
        } finally {
            Files.delete(said);
        }
    }

    private static Optional<String> failure(Path said) throws IOException, InterruptedException {
        try {
            int code = start("requirements.py", said, List.of()).waitFor();
            return code == 0 ? Optional.empty() : Optional.of(Files.readString(said).strip());
        } catch (IOException absent) {
            return Optional.of(absent.getMessage());
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
