package dev.lathe.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PerformancePageTest {

    private static final Path ROOT = Path.of("..");
    private static final Path RESULTS = ROOT.resolve("bench/results");

    @Test
    void everyTableIsMadeFromTheResultFilesThatAreThere() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/performance.md"));
        assertEquals(new Page(page).with(new Tables(Results.in(RESULTS))).text(), page, "run bench/report.sh");
    }

    @Test
    void everyResultFileIsReadAndNamedOnThePage() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/performance.md"));
        var unnamed = new TreeSet<String>();
        for (Path file : Results.files(RESULTS)) {
            assertFalse(ResultParser.read(file).isEmpty(), file::toString);
            if (!page.contains(file.getFileName() + ")")) {
                unnamed.add(file.getFileName().toString());
            }
        }
        assertEquals(new TreeSet<>(), unnamed);
    }

    @Test
    void aPartIsPutBetweenItsLines() {
        var page = new Page("before\n<!-- made: it -->\nold\n<!-- end -->\nafter\n");
        assertEquals("before\n<!-- made: it -->\n\nnew\n\n<!-- end -->\nafter\n", page.with("it", "new\n").text());
        assertEquals(page.with("it", "new\n"), page.with("it", "new\n").with("it", "new\n"));
    }

    @Test
    void aPageWithoutThePartIsRefused() {
        var refusal = assertThrows(IllegalArgumentException.class, () -> new Page("nothing").with("it", "new"));
        assertEquals("page: no lines '<!-- made: it -->' and '<!-- end -->'", refusal.getMessage());
    }
}
