package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.Lathe;
import dev.lathe.cli.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What the README shows is what there is.
class ReadmeTest {
    private static final Path README = Checkout.ROOT.resolve("README.md");
    /// A block of code, after the name of the file that it was taken from.
    private static final Pattern SNIPPET =
            Pattern.compile("(?:<!-- (\\S+) -->\n)?```(?:java|xml)\n(.*?)```", Pattern.DOTALL);
    /// What stands between two marks, which are comments of Java or XML.
    private static final Pattern REGION = Pattern.compile(
            "(?:// README|<!-- README -->)\n(.*?) *(?:// README end|<!-- README end -->)", Pattern.DOTALL);
    private static final Pattern COMMAND = Pattern.compile("\\./lathe ([a-z-]+)((?:[^\n]*\\\\\n)*[^\n]*)");
    private static final Pattern OPTION = Pattern.compile("--[a-z-]+");

    @Test
    void codeIsTakenFromTheConsumersProjectWordForWord() throws IOException {
        List<MatchResult> snippets = Checkout.matches(README, SNIPPET);
        assertEquals(4, snippets.size(), "blocks of code");
        for (MatchResult snippet : snippets) {
            Path source = Checkout.ROOT.resolve(String.valueOf(snippet.group(1)));
            assertTrue(Files.isRegularFile(source), () -> "no source named before: " + snippet.group(2));
            String region = Checkout.matches(source, REGION).getFirst().group(1);
            assertEquals(region.stripTrailing().stripIndent(), snippet.group(2).stripTrailing(), source::toString);
        }
    }

    @Test
    void everyCommandKnowsTheOptionsShown() throws IOException {
        var unknown = new TreeSet<String>();
        List<MatchResult> commands = Checkout.matches(README, COMMAND);
        assertTrue(commands.size() >= 8, () -> commands.size() + " commands");
        for (MatchResult command : commands) {
            String help = help(command.group(1));
            String arguments = command.group(2).replaceFirst(" # .*", "");
            OPTION.matcher(arguments).results().map(MatchResult::group)
                    .filter(option -> !help.contains(option))
                    .forEach(option -> unknown.add(command.group(1) + " " + option));
        }
        assertEquals(new TreeSet<>(), unknown);
    }

    private static String help(String command) {
        var out = new ByteArrayOutputStream();
        var surroundings = new Surroundings(
                InputStream.nullInputStream(), new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), 0, Map.of());
        assertEquals(0, Lathe.run(surroundings, command, "--help"), command);
        return out.toString(StandardCharsets.UTF_8);
    }
}
