package dev.lathe.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DelimitedRowsTest {

    @TempDir
    Path folder;

    @Test
    void readsQuotesCommasAndLineBreaksByRfc4180() throws IOException {
        assertEquals(List.of("a, \"b\"|1", "two\nlines|x", " kept |y"),
                rows(DataFormat.CSV, "text,label\n\"a, \"\"b\"\"\",1\n\"two\nlines\",x\n kept ,y\n"));
    }

    @Test
    void acceptsByteOrderMarkCrlfAndAMissingLastLineBreak() throws IOException {
        assertEquals(List.of("a|1", "b|2"), rows(DataFormat.CSV, "\uFEFFtext,label\r\na,1\r\nb,2"));
        assertEquals(List.of("a|1"), rows(DataFormat.CSV, "\uFEFF\"text\",label\r\na,1\r\n"));
    }

    @Test
    void findsColumnsByNameInAnyOrderAndIgnoresOthers() throws IOException {
        assertEquals(List.of("a|1"), rows(DataFormat.CSV, "id,label,note,text\n7,1,n,a\n"));
    }

    @Test
    void skipsEmptyLinesButCountsThem() throws IOException {
        assertEquals(List.of("a|1", "b|2"), rows(DataFormat.CSV, "\n\ntext,label\n\na,1\n\n\nb,2\n\n"));
        assertEquals("line 5: 3 fields where the header has 2", failure("\ntext,label\n\na,1\na,b,1\n"));
    }

    @Test
    void keepsEmptyTextsBackslashesHashesAndOddCharacters() throws IOException {
        assertEquals(List.of("|1", "a\\|2", "# no comment|3", "\uFFFEn\u0000|4"),
                rows(DataFormat.CSV, "text,label\n,1\na\\,2\n# no comment,3\n\uFFFEn\u0000,4\n"));
    }

    @Test
    void tabSeparatedFieldsQuoteAsCommaSeparatedOnesDo() throws IOException {
        assertEquals(List.of("a, b|1", "a\tb|2", "5\" disk|3", "say \"hi\"|4"),
                rows(DataFormat.TSV, "text\tlabel\na, b\t1\n\"a\tb\"\t2\n5\" disk\t3\n\"say \"\"hi\"\"\"\t4\n"));
    }

    @Test
    void readsPairsWhenTheColumnIsThere() throws IOException {
        TextExample example = read(DataFormat.CSV, "text,text_pair,label\na,b,1\n", TextColumns.standard()).getFirst();
        assertEquals("b", example.textPair());
    }

    @Test
    void takesOtherColumnNames() throws IOException {
        TextColumns columns = TextColumns.standard().withText("question").withPair("passage").withLabel("category");
        TextExample example = read(DataFormat.CSV, "question,passage,category\nq,p,c\n", columns).getFirst();
        assertEquals(List.of("q", "p", "c"), List.of(example.text(), example.textPair(), example.label()));
        assertEquals(file() + ": line 1: no column 'passage'; the columns are 'question', 'category'",
                assertThrows(DataException.class, () -> read(DataFormat.CSV, "question,category\nq,c\n", columns)).getMessage());
    }

    @Test
    void namesTheColumnsThereAreWhenOneIsMissing() {
        assertEquals("line 1: no column 'text'; the columns are 'Text', ' label'", failure("Text, label\na,1\n"));
        assertEquals("line 1: no column 'label'; the columns are 'text', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', …",
                failure("text,a,b,c,d,e,f,g,h,i,j,k\n"));
        assertEquals("line 2: no column 'text'; the columns are 'x�y" + "z".repeat(37) + "…', 'label'",
                failure("\n\"x\ny" + "z".repeat(100) + "\",label\n"));
    }

    @Test
    void refusesAColumnThatIsThereTwice() throws IOException {
        assertEquals("line 1: two columns are named 'text'", failure("text,label,text\na,1,b\n"));
        assertEquals(List.of("a|1"), rows(DataFormat.CSV, "text,x,x,label\na,,,1\n"));
    }

    @Test
    void refusesRowsOfAnotherWidthAtTheirFirstLine() {
        assertEquals("line 2: 1 field where the header has 2", failure("text,label\nno label\n"));
        assertEquals("line 5: 3 fields where the header has 2", failure("text,label\n\"a\nb\r\nc\",1\na, b,1\n"));
        assertEquals("line 3: 3 fields where the header has 2", failure("text,label\r\na,1\r\n\"a\r\nb\",1,\r\n"));
        assertEquals("line 3: 1 field where the header has 2", failure("text,label\ra,1\rb\r"));
    }

    @Test
    void refusesQuotesThatAreNotClosedOrClosedTooEarly() {
        String reason = "a field that starts with a quote is not closed, or goes on after its closing quote;"
                + " write a quote inside it twice";
        assertEquals("line 3: " + reason, failure("text,label\na,1\n\"never closed,2\nb,3\n"));
        assertEquals("line 2: " + reason, failure("text,label\n\"so\" he said,1\n"));
        assertEquals("line 4: " + reason, failure("text,label\n\"a\nb\",1\n\"c\nd\"x,1\n"));
    }

    @Test
    void refusesBlankLabelsAndFilesWithoutRows() {
        assertEquals("line 2: the label is blank", failure("text,label\na, \n"));
        assertEquals("no rows", failure("text,label\n"));
        assertEquals("empty, there is no header", failure(""));
        assertEquals("empty, there is no header", failure("\uFEFF\n\n"));
    }

    private Path file() {
        return folder.resolve("data");
    }

    private List<TextExample> read(DataFormat format, String content, TextColumns columns) throws IOException {
        return TextDataset.read(Files.writeString(file(), content), format, columns).examples();
    }

    private List<String> rows(DataFormat format, String content) throws IOException {
        return read(format, content, TextColumns.standard()).stream().map(e -> e.text() + "|" + e.label()).toList();
    }

    private String failure(String content) {
        String message = assertThrows(DataException.class,
                () -> read(DataFormat.CSV, content, TextColumns.standard())).getMessage();
        assertEquals(file() + ": ", message.substring(0, file().toString().length() + 2));
        return message.substring(file().toString().length() + 2);
    }
}
