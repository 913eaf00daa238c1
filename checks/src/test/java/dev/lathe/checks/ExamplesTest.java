package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The worked examples are whole, without running them; `ExamplesIT` does.
class ExamplesTest {
    /// A file of the example's own: not below target, not a model's directory, and not where a variable says.
    private static final Pattern FILE_ARGUMENT =
            Pattern.compile("(?:--(?:train|test|dev|input)|java\\.sh) (?!target/|\"\\$)([^\\s\\\\]+)");
    /// A file that a program reads.
    private static final Pattern FILE_READ = Pattern.compile("\"([a-z]+\\.(?:tsv|csv|jsonl|txt))\"");

    static Stream<Example> examples() throws IOException {
        return Example.all().stream();
    }

    @Test
    void theTableListsEveryExample() throws IOException {
        String table = Files.readString(Example.ALL.resolve("README.md"));
        for (Example example : Example.all()) {
            assertTrue(table.contains("| [" + example.name() + "](" + example.name() + "/README.md) |"), example::name);
        }
        assertEquals(11, Example.all().size(), "examples");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theReadmeShowsTheCommandAndItsOutput(Example example) throws IOException {
        String readme = Files.readString(example.readme());
        assertTrue(readme.contains("```\nexamples/" + example.name() + "/run.sh\n```\n"), example::name);
        assertFalse(example.expectedOutput().isBlank(), example::name);
        assertTrue(example.statedSum().file().startsWith(example.folder().resolve("target")), example::name);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theScriptGivesOnlyOptionsThatItsCommandsKnow(Example example) throws IOException {
        assertFalse(LatheCommands.in(example.script()).isEmpty(), example::name);
        assertEquals(Set.of(), LatheCommands.unknownOptions(example.script()), example::name);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theScriptCanBeRunAndFindsItsFiles(Example example) throws IOException {
        assertTrue(Files.isExecutable(example.script()), example::name);
        var missing = new TreeSet<String>();
        for (MatchResult argument : Checkout.matches(example.script(), FILE_ARGUMENT)) {
            Path file = example.folder().resolve(argument.group(1));
            if (!Files.isRegularFile(file)) {
                missing.add(argument.group(1));
            } else if (file.toString().endsWith(".java")) {
                Checkout.matches(file, FILE_READ).stream().map(read -> read.group(1))
                        .filter(read -> !Files.isRegularFile(example.folder().resolve(read))).forEach(missing::add);
            }
        }
        assertEquals(Set.of(), missing, example::name);
    }
}
