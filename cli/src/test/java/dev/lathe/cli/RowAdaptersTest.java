package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rows that name the adapter that they are for.
class RowAdaptersTest {
    private static final String END = System.lineSeparator();
    private static final List<String> TEXTS = List.of("good food", "bad", "the soup was good", "late");

    @TempDir
    private Path folder;

    private static String scores(String line) {
        return line.substring(line.indexOf("\"label\""));
    }

    @Test
    void areAnsweredByItAsIfItWereAlone() throws IOException {
        var models = ModelFolder.in(folder);
        for (String method : List.of("lora --lora-rank 4", "ia3")) {
            assertEquals(ExitCode.DONE, models.finetune("--lr 1e-2 --peft " + method).code());
            Files.move(models.file("out"), models.file(method.substring(0, 3)));
        }
        var rows = new StringBuilder();
        for (int i = 0; i < TEXTS.size(); i++) {
            rows.append("{\"text\":\"%s\",\"wanted\":\"%s\"}%n".formatted(TEXTS.get(i), i % 2 == 0 ? "a" : "b"));
        }
        models.write("rows.jsonl", rows.toString());
        String line = "predict --model @encoder --input @rows.jsonl --device cpu";
        List<String> first = models.run(line, "--adapter", models.file("lor").toString()).out().lines().toList();
        List<String> second = models.run(line, "--adapter", models.file("ia3").toString()).out().lines().toList();
        CommandRun both = models.run(line, "--adapter-column", "wanted",
                "--adapter", "a=" + models.file("lor"), "--adapter", "b=" + models.file("ia3"));
        assertEquals(ExitCode.DONE, both.code(), both.err());
        List<String> mixed = both.out().lines().toList();
        for (int i = 0; i < TEXTS.size(); i++) {
            assertEquals(scores((i % 2 == 0 ? first : second).get(i)), scores(mixed.get(i)));
            assertTrue(mixed.get(i).contains("\"adapter\":\"%s\"".formatted(i % 2 == 0 ? "a" : "b")), mixed.get(i));
        }
        assertTrue(!scores(first.getFirst()).equals(scores(second.getFirst())), "else nothing is shown");

        List<String> best = models.run(line + " --top 1", "--adapter", models.file("lor").toString()).out().lines().toList();
        List<String> mixedBest = models.run(line + " --top 1", "--adapter-column", "wanted",
                "--adapter", "a=" + models.file("lor"), "--adapter", "b=" + models.file("ia3")).out().lines().toList();
        assertEquals(scores(best.getFirst()), scores(mixedBest.getFirst()));
        assertTrue(mixedBest.getFirst().matches(".*\"scores\":\\{\"[a-z]+\":[0-9.]+}.*"), mixedBest.getFirst());

        models.write("rows.jsonl", "{\"text\":\"good\",\"wanted\":\"c\"}\n");
        assertEquals("lathe: @rows.jsonl: row 1: adapter 'c': there is a" + END,
                models.run(line, "--adapter-column", "wanted", "--adapter", "a=" + models.file("lor")).err());
    }

    @Test
    void whatIsIncompleteIsALine() throws IOException {
        var models = ModelFolder.in(folder);
        String help = "; see 'lathe predict --help'" + END;
        assertEquals("lathe: --adapter-column: needs --input with a .jsonl, .csv or .tsv file" + help,
                models.run("predict --model @encoder --text good --adapter-column wanted").err());
        assertEquals("lathe: --adapter-column: needs --adapter NAME=DIR" + help,
                models.run("predict --model @encoder --input @dev.jsonl --adapter-column wanted").err());
        assertEquals("lathe: --adapter x: needs NAME=DIR, each name once" + help,
                models.run("predict --model @encoder --input @dev.jsonl --adapter-column wanted --adapter x").err());
        assertEquals("lathe: --adapter: several need --adapter-column, which says which is a row's" + help,
                models.run("predict --model @encoder --input @dev.jsonl --adapter x --adapter y").err());
    }
}
