package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Documents point at what exists, and decisions are numbered, listed and short.
class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("(?:\\]\\(|^\\[[^\\]]+\\]: )([^)\\s#]+)", Pattern.MULTILINE);
    /// A class of ours in backticks, with its package.
    private static final Pattern CLASS_NAME = Pattern.compile("`(dev\\.lathe\\.[a-z.]+\\.[A-Z]\\w+)`");
    private static final int MOST_LINES = 60;

    @Test
    void linksLeadToFiles() throws IOException {
        var broken = new TreeSet<String>();
        for (Path document : Checkout.documents()) {
            for (MatchResult link : Checkout.matches(document, LINK)) {
                String target = link.group(1);
                if (!target.contains("://") && !Files.exists(document.resolveSibling(target))) {
                    broken.add(Checkout.ROOT.relativize(document) + ": " + target);
                }
            }
        }
        assertEquals(Set.of(), broken);
    }

    @Test
    void classesThatAreNamedExist() throws IOException {
        var classes = new TreeSet<String>();
        Checkout.mainClasses().forEach(c -> classes.add(c.name()));
        var missing = new TreeSet<String>();
        for (Path document : Checkout.documents()) {
            Checkout.matches(document, CLASS_NAME).stream().map(m -> m.group(1))
                    .filter(name -> !classes.contains(name))
                    .forEach(name -> missing.add(Checkout.ROOT.relativize(document) + ": " + name));
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void decisionsAreNumberedListedAndShort() throws IOException {
        Path folder = Checkout.ROOT.resolve("docs/decisions");
        String index = Files.readString(folder.resolve("README.md"));
        int number = 0;
        for (Path decision : decisions(folder)) {
            String name = decision.getFileName().toString();
            number++;
            assertTrue(name.startsWith("%04d-".formatted(number)), () -> name + ": a number is missing before it");
            assertTrue(index.contains("](" + name + ")"), () -> name + ": not in the index");
            List<String> lines = Files.readAllLines(decision);
            assertTrue(lines.size() < MOST_LINES, () -> name + ": " + lines.size() + " lines");
            assertTrue(lines.getFirst().startsWith("# %d. ".formatted(number)), () -> name + ": " + lines.getFirst());
        }
        assertTrue(number > 0, "there are decisions");
    }

    private static List<Path> decisions(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().matches("\\d.*\\.md")).sorted().toList();
        }
    }
}
