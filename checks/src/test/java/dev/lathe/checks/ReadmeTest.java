package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.train.run.Tasks;
import dev.lathe.train.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the READMEs show, in English and Chinese, is what there is.
class ReadmeTest {
    /// A block of code, after the name of the file that it was taken from.
    private static final Pattern SNIPPET =
            Pattern.compile("(?:<!-- (\\S+) -->\n)?```(?:java|xml)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern BLOCK = Pattern.compile("```.*?```", Pattern.DOTALL);
    /// What stands between two marks, which are comments of Java or XML.
    private static final Pattern REGION = Pattern.compile(
            "(?:// README|<!-- README -->)\n(.*?) *(?:// README end|<!-- README end -->)", Pattern.DOTALL);

    /// A program that trains on rows of its own finds the classes by it.
    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.zh-CN.md"})
    void everyTaskIsListedWithItsClassAndThatOfItsExamples(String readme) throws IOException {
        String text = Files.readString(Checkout.ROOT.resolve(readme));
        for (Task<?> task : Tasks.all()) {
            String row = "| `%s` | `%s` | `%s` |\n".formatted(task.name(), below("dev.lathe.train.task.", task.getClass()),
                    below("dev.lathe.train.data.", task.exampleType()));
            assertTrue(text.contains(row), row);
        }
    }

    private static String below(String root, Class<?> type) {
        assertTrue(type.getName().startsWith(root), type::getName);
        return type.getName().substring(root.length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.zh-CN.md"})
    void codeIsTakenFromTheConsumersProjectWordForWord(String readme) throws IOException {
        List<MatchResult> snippets = Checkout.matches(Checkout.ROOT.resolve(readme), SNIPPET);
        assertEquals(11, snippets.size(), "blocks of code");
        for (MatchResult snippet : snippets) {
            Path source = Checkout.ROOT.resolve(String.valueOf(snippet.group(1)));
            assertTrue(Files.isRegularFile(source), () -> "no source named before: " + snippet.group(2));
            String region = Checkout.matches(source, REGION).getFirst().group(1);
            assertEquals(region.stripTrailing().stripIndent(), snippet.group(2).stripTrailing(), source::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.zh-CN.md"})
    void everyCommandKnowsTheOptionsShown(String readme) throws IOException {
        Path file = Checkout.ROOT.resolve(readme);
        int commands = LatheCommands.in(file).size();
        assertTrue(commands >= 8, () -> commands + " commands");
        assertEquals(Set.of(), LatheCommands.unknownOptions(file));
    }

    /// All that is shown, outputs too, and in the same order.
    @Test
    void theChineseOneShowsWhatTheEnglishOneShows() throws IOException {
        assertEquals(blocks("README.md"), blocks("README.zh-CN.md"));
    }

    private static List<String> blocks(String readme) throws IOException {
        return Checkout.matches(Checkout.ROOT.resolve(readme), BLOCK).stream().map(MatchResult::group).toList();
    }
}
