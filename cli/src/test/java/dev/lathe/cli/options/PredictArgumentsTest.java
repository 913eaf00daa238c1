package dev.lathe.cli.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.bert.predict.TextInput;
import dev.lathe.cli.CommandRun;
import dev.lathe.train.data.rows.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class PredictArgumentsTest {
    @TempDir
    private Path folder;

    private final List<TextInput> texts = new ArrayList<>();

    @Command
    private static final class Probe {
        @Mixin
        private PredictArguments given = new PredictArguments();
    }

    /// Neither a header, nor empty lines, nor the lines of a quoted field are rows that progress is counted in.
    @Test
    void theTotalOfATableIsItsRows() throws IOException {
        assertEquals(2, read("rows.csv", "text,n\n\"a,\nb\",1\n\nc,2\n").total());
        assertEquals(2, read("rows.tsv", "text\tn\na\t1\n\"c\"\t2\n\n").total());
        assertEquals(2, read("rows.jsonl", "{\"text\": \"a\"}\n\n{\"text\": \"c\"}\n").total());
        assertEquals(2, read("rows.conll", "a O\nb O\n\nc O\n").total());
        assertEquals(3, read("lines.txt", "a\n\nc").total());
    }

    @Test
    void rowsOfAFileComeInLargeChunksAndInOrder() throws IOException {
        List<String> rows = IntStream.range(0, 5000).mapToObj(i -> "row " + i).toList();
        PredictArguments given = given(Files.writeString(folder.resolve("rows.csv"), "text\n" + String.join("\n", rows)));
        var sizes = new ArrayList<Integer>();
        given.texts(chunk -> {
            sizes.add(chunk.size());
            texts.addAll(chunk);
        });
        assertEquals(List.of(2048, 2048, 904), sizes);
        assertEquals(rows, texts.stream().map(TextInput::text).toList());
    }

    @Test
    void aFileIsCheckedBeforeAnyOfItIsHandedOver() {
        assertThrows(DataException.class, () -> read("rows.csv", "text\na\n\"open"));
        assertEquals(List.of(), texts);
    }

    private PredictArguments read(String name, String content) throws IOException {
        PredictArguments given = given(Files.writeString(folder.resolve(name), content));
        given.texts(texts::addAll);
        return given;
    }

    private static PredictArguments given(Path file) {
        var probe = new Probe();
        new CommandLine(probe).parseArgs("--input", file.toString());
        probe.given.check(CommandRun.Recorder.with(Map.of()).surroundings());
        return probe.given;
    }
}
