package dev.lathe.train.data.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.train.data.text.TextDataset;
import dev.lathe.train.data.text.TextExample;
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
    void recognisesWhatAFileIsPartedBy() throws IOException {
        assertEquals(List.of("a, b|1", "c;d|2"), rows(DataFormat.CSV, "text;label\na, b;1\n\"c;d\";2\n"));
        assertEquals(List.of("a|1"), rows(DataFormat.CSV, "\"text\";\"label\"\r\n\"a\";\"1\"\r\n"));
        assertEquals(List.of("a, b|1"), rows(DataFormat.CSV, "text\tlabel\na, b\t1\n"));
        assertEquals(List.of("a|1"), rows(DataFormat.CSV, "id|text|label\n7|a|1\n"));
        assertEquals(List.of("a\tb|1"), rows(DataFormat.TSV, "text,label\na\tb,1\n"));
        assertEquals(List.of("a|1"), rows(DataFormat.CSV, "text,label,x;y\na,1,2\n"));
        assertEquals("line 3: 1 field where the header has 2", failure("text;label\na;1\nb,2\n"));
    }

    @Test
    void obeysExcelsFirstLine() throws IOException {
        assertEquals(List.of("a,b|1"), rows(DataFormat.CSV, "\uFEFFsep=;\r\ntext;label\r\na,b;1\r\n"));
        assertEquals(List.of("a|1"), rows(DataFormat.CSV, "\"sep=^\"\ntext^label\na^1\n"));
        assertEquals(List.of("a|1"), rows(DataFormat.CSV, "SEP=\t\ntext\tlabel\na\t1\n"));
        assertEquals("line 3: 3 fields where the header has 2", failure("sep=,\ntext,label\na,b,1\n"));
        assertEquals("line 2: no column 'text'; the columns, parted by ';', are 'a,b', 'label'",
                failure("sep=;\na,b;label\nx;y\n"));
        assertEquals("empty, there is no header", failure("sep=;\n"));
    }

    @Test
    void namesTheSeparatorThatItSees() {
        assertEquals("line 1: no column 'text'; the columns, parted by ';', are 'Text', 'Category'", failure("Text;Category\na;1\n"));
        assertEquals("line 1: no column 'text'; the columns, parted by tabs, are 'Text', 'Category'",
                failure("Text\tCategory\na\t1\n"));
        assertEquals("line 1: no column 'text'; the columns are 'Text', 'Category;x'", failure("Text,Category;x\na,1\n"));
    }

    /// What pandas gives for such a file with `quoting=csv.QUOTE_NONE`, as the files of GLUE are to be read.
    @Test
    void aFileWithoutQuotingKeepsItsRowsAndQuotes() throws IOException {
        assertEquals(List.of("\"oh , he said|1", "no\"|0", "\"so\"|1", "it 's \"fine\" \"|0"), rows(DataFormat.TSV,
                "text\tlabel\n\"oh , he said\t1\nno\"\t0\n\"so\"\t1\nit 's \"fine\" \"\t0\n"));
        assertEquals(List.of("\"a|1", "b|0", "c\"|1", "d|0"),
                rows(DataFormat.TSV, "text\tlabel\n\"a\t1\nb\t0\nc\"\t1\nd\t0\n"));
        assertEquals(List.of("\"What is it ?|e"), rows(DataFormat.TSV, "id\ttext\tanswer\tlabel\n0\t\"What is it ?\tA thing\"\te\n"));
        assertEquals(List.of("\"a|1"), rows(DataFormat.CSV, "text\tlabel\n\"a\t1\n"));
    }

    @Test
    void aFileWithQuotingMayHoldTabsAndLineBreaks() throws IOException {
        assertEquals(List.of("two\nlines|1", "b|2"), rows(DataFormat.TSV, "text\tlabel\n\"two\nlines\"\t1\n\"b\"\t2\n"));
        assertEquals(List.of("two\r\nlines|1", "\"b\"|2", "|3"),
                rows(DataFormat.TSV, "label\ttext\r\n1\t\"two\r\nlines\"\r\n2\t\"\"\"b\"\"\"\r\n3\t\"\"\r\n"));
        assertEquals(List.of("a \"b\"|1"), rows(DataFormat.TSV, "text\tlabel\n\"a \"\"b\"\"\"\t\"1\"\n"));
    }

    /// The reading that goes farther is the one that was meant.
    @Test
    void namesTheRowThatFitsNeitherWayOfQuoting() {
        assertEquals("line 4: 1 field where the header has 2", failure(DataFormat.TSV, "text\tlabel\n\"a\t1\n\"b\t0\nc\nd\t1\n"));
        assertEquals("line 4: 3 fields where the header has 2",
                failure(DataFormat.TSV, "text\tlabel\n\"two\nlines\"\t1\nc\td\t1\n"));
    }

    @Test
    void twoQuotesInAFileOfOneColumnAreARow() throws IOException {
        for (DataFormat format : List.of(DataFormat.CSV, DataFormat.TSV)) {
            assertEquals(List.of("a", "", "b", "c\nd"), read(format, "text\na\n\"\"\n\nb\n\"c\nd\"\n",
                    TextColumns.standard().unlabelled()).stream().map(TextExample::text).toList());
        }
    }

    @Test
    void aLoneCarriageReturnEndsALine() throws IOException {
        assertEquals(List.of("a|1", "b|2"), rows(DataFormat.CSV, "text,label\ra,1\r\rb,2\r"));
        assertEquals(List.of("a|1", "b|2"), rows(DataFormat.TSV, "text\tlabel\ra\t1\r\rb\t2"));
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
        assertEquals("the label is blank in 2 rows: lines 2, 4; label them or take them out", failure("text,label\na, \nb,1\nc,\n"));
        assertEquals("the label is blank in 7 rows: lines 3, 4, 5, 6, 7 and 2 more; label them or take them out",
                failure("text,label\na,1\n" + "b,\n".repeat(7)));
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
        return failure(DataFormat.CSV, content);
    }

    private String failure(DataFormat format, String content) {
        String message = assertThrows(DataException.class,
                () -> read(format, content, TextColumns.standard())).getMessage();
        assertEquals(file() + ": ", message.substring(0, file().toString().length() + 2));
        return message.substring(file().toString().length() + 2);
    }
}
