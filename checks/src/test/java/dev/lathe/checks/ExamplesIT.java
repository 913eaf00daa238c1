package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every example prints what its README shows, to the last digit, and leaves the weights that it names; so does the demo.
class ExamplesIT {
    @TempDir
    private Path folder;

    static Stream<Example> examples() throws IOException {
        return Example.all().stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    @EnabledIfSystemProperty(named = "checks.examples", matches = "true", disabledReason = "minutes; mvn -Pexamples")
    void theScriptPrintsAndLeavesWhatTheReadmeShows(Example example) throws IOException, InterruptedException {
        assertEquals(example.expectedOutput(), run(example.script().toString()), example::name);
        example.statedSum().check();
    }

    @Test
    @EnabledIfSystemProperty(named = "checks.examples", matches = "true", disabledReason = "minutes; mvn -Pexamples")
    void theDemoPrintsAndLeavesWhatTheReadmeShows() throws IOException, InterruptedException {
        Path readme = Checkout.ROOT.resolve("README.md");
        String printed = run(Checkout.ROOT.resolve("lathe").toString(), "demo");
        assertTrue(Files.readString(readme).contains("```\n" + printed + "```\n"), printed);
        StatedSum.in(readme, folder).check();
    }

    private String run(String... command) throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        int code = new ProcessBuilder(command).directory(folder.toFile())
                .redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
        String said = Files.readString(err);
        assertEquals(0, code, said);
        return Files.readString(out);
    }
}
