package dev.lathe.cli.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.CommandRun;
import dev.lathe.cli.ModelFolder;
import dev.lathe.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnonymiseCommandTest {
    @TempDir
    private Path path;
    private ModelFolder folder;

    @BeforeEach
    void fill() throws IOException {
        folder = ModelFolder.in(path);
        folder.write("in.csv", "text,age\nmail ann@example.org about C-123456,31\nfine,38\nfine,52\n");
    }

    @Test
    void masksByRulesAndReportsGroups() throws IOException {
        folder.write("rules.txt", "CUSTOMER \\bC-[0-9]{6}\\b\n");
        CommandRun run = folder.run("anonymise --input @in.csv --output @out.csv --columns text --rules @rules.txt "
                + "--k-anonymity age --k 2 --generalise age=10 --small suppress");
        assertEquals("", run.err());
        assertEquals("3 rows, 1 with personal data\n  CUSTOMER: 1\n  MAIL: 1\ntreated: 1 rows, lines 4\ngroups by size: 1 of 1, 1 of 2\n"
                + "not k-anonymous: 1 rows in groups smaller than 2, lines 4\ncolumns that training does not read: age\n", run.out());
        assertEquals("text,age\nmail [MAIL] about [CUSTOMER],30-39\nfine,30-39\nfine,*\n", Files.readString(folder.file("out.csv")));
    }

    @Test
    void refusesWithoutWriting() {
        assertTrue(folder.run("anonymise --input @in.csv --output @out.csv --columns body").err().contains("no column 'body'"));
        assertTrue(folder.run("anonymise --input @none.csv --output @out.csv --columns text").err().contains("@none.csv: no such file"));
        assertTrue(folder.run("anonymise --input @in.csv --output @out.csv --columns text --k 3").err().contains("need --k-anonymity"));
        CommandRun run = folder.run("anonymise --input @in.csv --output @out.csv --columns text --k-anonymity age --k 1");
        assertTrue(run.err().contains("k 1: needs at least 2"), run.err());
        assertEquals(ExitCode.USAGE, run.code());
        assertFalse(Files.exists(folder.file("out.csv")));
    }
}
