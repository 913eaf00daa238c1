package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.lathe.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizeCommandTest {
    private static final String EMPTY =
            "{\"tokens\":[\"[CLS]\",\"[SEP]\"],\"ids\":[2,3],\"offsets\":[[0,0],[0,0]],\"word_ids\":[null,null]}\n";

    @TempDir
    private Path folder;
    private Path text;

    @BeforeEach
    void makeModel() throws IOException {
        Files.writeString(folder.resolve("vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nhel\n##lo\n你\n");
        text = folder.resolve("text");
    }

    @Test
    void eachLineIsOneObjectEmptyOnesToo() throws IOException {
        Files.writeString(text, "\uFEFFHello 你\r\n\nhel");
        CommandRun run = tokenize();
        assertEquals("{\"tokens\":[\"[CLS]\",\"hel\",\"##lo\",\"你\",\"[SEP]\"],\"ids\":[2,5,6,7,3],"
                + "\"offsets\":[[0,0],[0,3],[3,5],[6,7],[0,0]],\"word_ids\":[null,0,0,1,null]}\n" + EMPTY
                + "{\"tokens\":[\"[CLS]\",\"hel\",\"[SEP]\"],\"ids\":[2,5,3],"
                + "\"offsets\":[[0,0],[0,3],[0,0]],\"word_ids\":[null,0,null]}\n", run.out());
        assertEquals("", run.err());
        assertEquals(ExitCode.DONE, run.code());
    }

    @Test
    void noLinesAreNoObjects() throws IOException {
        Files.writeString(text, "");
        assertEquals(new CommandRun(ExitCode.DONE, "", ""), tokenize());
    }

    @Test
    void aLengthCutsAndMustHoldTheSpecialTokens() throws IOException {
        Files.writeString(text, "hello hello");
        assertEquals(EMPTY, tokenize("--max-length", "2").out());
        assertEquals(new CommandRun(ExitCode.USAGE, "",
                "lathe: --max-length 1: must be at least 2; see 'lathe tokenize --help'\n"), tokenize("--max-length", "1"));
        assertEquals(new CommandRun(ExitCode.USAGE, "", "lathe: invalid value for option '--max-length': 'x' is not a whole number; "
                + "see 'lathe tokenize --help'\n"), tokenize("--max-length", "x"));
    }

    @Test
    void aFileOfResultsAppearsWholeOrNotAtAll() throws IOException {
        Path results = folder.resolve("results");
        Files.writeString(text, "\n");
        assertEquals(new CommandRun(ExitCode.DONE, "", ""), tokenize("--output", results.toString()));
        assertEquals(EMPTY, Files.readString(results));

        byte[] broken = "good\nb\u00E4d\n".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(text, broken);
        assertEquals(ExitCode.FAILED, tokenize("--output", results.toString()).code());
        assertEquals(EMPTY, Files.readString(results));
        try (var names = Files.list(folder)) {
            assertFalse(names.anyMatch(name -> name.getFileName().toString().startsWith(".results")));
        }
    }

    @Test
    void whatIsNoTextOrNoModelIsOneLine() throws IOException {
        assertEquals("lathe: " + text + ": no such file or directory\n", tokenize().err());
        Files.write(text, new byte[] {(byte) 0xC3, '\n'});
        assertEquals("lathe: " + text + ": line 1: byte 0xC3 is not UTF-8; convert the file to UTF-8\n", tokenize().err());
        Files.delete(folder.resolve("vocab.txt"));
        assertEquals("lathe: " + folder + ": neither tokenizer.json nor vocab.txt\n", tokenize().err());
        CommandRun missing = CommandRun.inProcess(Map.of(), "tokenize");
        assertEquals("lathe: missing required option: '--model=DIR|NAME'; see 'lathe tokenize --help'\n",
                missing.err());
        assertEquals(ExitCode.USAGE, missing.code());
    }

    private CommandRun tokenize(String... more) {
        var arguments = new ArrayList<>(List.of("tokenize", "--model", folder.toString(), "--input", text.toString()));
        arguments.addAll(List.of(more));
        return CommandRun.inProcess(Map.of(), arguments.toArray(String[]::new));
    }
}
