package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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

    @Test
    void codeIsTakenFromTheConsumersProjectWordForWord() throws IOException {
        List<MatchResult> snippets = Checkout.matches(README, SNIPPET);
        assertEquals(7, snippets.size(), "blocks of code");
        for (MatchResult snippet : snippets) {
            Path source = Checkout.ROOT.resolve(String.valueOf(snippet.group(1)));
            assertTrue(Files.isRegularFile(source), () -> "no source named before: " + snippet.group(2));
            String region = Checkout.matches(source, REGION).getFirst().group(1);
            assertEquals(region.stripTrailing().stripIndent(), snippet.group(2).stripTrailing(), source::toString);
        }
    }

    @Test
    void everyCommandKnowsTheOptionsShown() throws IOException {
        int commands = LatheCommands.in(README).size();
        assertTrue(commands >= 8, () -> commands + " commands");
        assertEquals(Set.of(), LatheCommands.unknownOptions(README));
    }
}
