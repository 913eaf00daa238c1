package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every example prints what its README shows, to the last digit.
class ExamplesIT {
    @TempDir
    private Path folder;

    static Stream<Example> examples() throws IOException {
        return Example.all().stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    @EnabledIfSystemProperty(named = "checks.examples", matches = "true", disabledReason = "minutes; mvn -Pexamples")
    void theScriptPrintsWhatTheReadmeShows(Example example) throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        int code = new ProcessBuilder(example.script().toString())
                .redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
        String said = Files.readString(err);
        assertEquals(0, code, () -> example.name() + ": " + said);
        assertEquals(example.expectedOutput(), Files.readString(out), example::name);
    }
}
