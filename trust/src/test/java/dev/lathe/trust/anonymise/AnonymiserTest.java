package dev.lathe.trust.anonymise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.trust.anonymise.AnonymiseOptions.Small;
import dev.lathe.trust.mask.Masker;
import dev.lathe.trust.mask.MaskRules;
import dev.lathe.trust.mask.Pseudonyms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnonymiserTest {
    private static final AnonymiseOptions TEXT = AnonymiseOptions.ofColumns(List.of("text"), Masker.USUAL);

    @TempDir
    private Path folder;
    private AnonymiseReport report;

    private String anonymised(String name, String text, AnonymiseOptions options) throws IOException {
        Path in = Files.writeString(folder.resolve(name), text);
        Path out = folder.resolve("out-" + name);
        report = Anonymiser.run(in, out, DataFormat.ofExtension(in), options);
        return Files.readString(out);
    }

    private String refusal(String name, String text, AnonymiseOptions options) {
        String message = assertThrows(DataException.class, () -> anonymised(name, text, options)).getMessage();
        assertFalse(Files.exists(folder.resolve("out-" + name)), "nothing is written");
        return message.replace(folder + "/", "");
    }

    @Test
    void csvKeepsEveryCharacterThatIsNotPersonal() throws IOException {
        String file = "\uFEFFid;text;n\r\n1;\"call \"\"me\"\": ann@example.org\r\nor +49 30 1234567\"; 1.50\r\n\r\n2;none;\"2\"\r\n3;a@b.example;x";
        assertEquals("\uFEFFid;text;n\r\n1;\"call \"\"me\"\": [MAIL]\r\nor [PHONE]\"; 1.50\r\n\r\n2;none;\"2\"\r\n3;[MAIL];x",
                anonymised("a.csv", file, TEXT));
        assertEquals(Map.of("MAIL", 2, "PHONE", 1), report.found());
        assertEquals(3, report.rows());
        assertEquals(2, report.changed());
        assertEquals(List.of("n"), report.unread());
        String plain = "text,label\n\"it \"\"is\"\" fine\",x\n";
        assertEquals(plain, anonymised("b.csv", plain, TEXT));
        assertEquals("text\tl\n[MAIL]\tx\n", anonymised("c.tsv", "text\tl\nann@example.org\tx\n", TEXT));
    }

    @Test
    void jsonKeepsNumbersOrderAndEscapesOfOtherFields() throws IOException {
        String file = "{ \"label\" : 1.50, \"text\":\"Tel\\u002e +49 30 1234567 \\ud83d\\ude00\",\"x\":{\"text\":\"a@b.example\"}}\n\n{\"text\":null}\n";
        assertEquals("{ \"label\" : 1.50, \"text\":\"Tel. [PHONE] \\uD83D\\uDE00\",\"x\":{\"text\":\"a@b.example\"}}\n\n{\"text\":null}\n",
                anonymised("a.jsonl", file, TEXT));
    }

    @Test
    void tokensKeepTheirNumber() throws IOException {
        String file = "{\"tokens\": [\"Call\", \"+49\", \"30\", \"1234567\", \"now\"], \"tags\": [\"O\", \"O\", \"O\", \"O\", \"O\"]}\n";
        assertEquals("{\"tokens\": [\"Call\", \"[PHONE]\", \"[PHONE]\", \"[PHONE]\", \"now\"], \"tags\": [\"O\", \"O\", \"O\", \"O\", \"O\"]}\n",
                anonymised("a.jsonl", file, AnonymiseOptions.ofColumns(List.of("tokens"), Masker.USUAL)));
        assertEquals(Map.of("PHONE", 1), report.found());
    }

    @Test
    void placesThatWouldNoLongerFitAreRefused() throws IOException {
        String entities = "\"entities\": [{\"type\": \"X\", \"start\": 0, \"end\": 1}]}\n";
        assertEquals("a.jsonl: line 2: 'text' holds personal data, and 'entities' holds places in it, which would no longer fit; "
                        + "give tokens and tags instead",
                refusal("a.jsonl", "{\"text\": \"nothing\", " + entities + "{\"text\": \"a@b.example\", " + entities, TEXT));
        assertEquals("{\"text\": \"nothing\", " + entities, anonymised("b.jsonl", "{\"text\": \"nothing\", " + entities, TEXT));
    }

    @Test
    void pseudonymsAreTurnedBack() throws IOException {
        var key = new Pseudonyms(new byte[64]);
        String masked = anonymised("a.csv", "text\nask ann@example.org\n",
                AnonymiseOptions.ofColumns(List.of("text"), new Masker(List.of(MaskRules.usual()), key)));
        assertTrue(!masked.contains("ann") && masked.contains("[MAIL:"), masked);
        assertEquals("text\nask ann@example.org\n", key.original(masked));
    }

    private static final String PEOPLE = "age,zip,text\n31,10115,a\n34,10117,b\n39,10119,c\n52,80331,d\n";

    private static AnonymiseOptions people(int k, Map<String, Generalisation> less, Small small) {
        return new AnonymiseOptions(List.of("text"), Masker.USUAL, List.of("age", "zip"), k, less, small);
    }

    @Test
    void smallGroupsAreListedSuppressedOrDropped() throws IOException {
        assertEquals(PEOPLE, anonymised("a.csv", PEOPLE, people(2, Map.of(), Small.LIST)));
        Groups groups = report.groups().orElseThrow();
        assertEquals(List.of(2L, 3L, 4L, 5L), groups.below());
        assertEquals(Map.of(1, 4), groups.sizes());
        Map<String, Generalisation> less = Map.of("age", new Generalisation.Range(10), "zip", new Generalisation.Start(3));
        String three = "age,zip,text\n30-39,101*,a\n30-39,101*,b\n30-39,101*,c\n";
        assertEquals(three + "50-59,803*,d\n", anonymised("a.csv", PEOPLE, people(3, less, Small.LIST)));
        assertEquals(List.of(5L), report.groups().orElseThrow().below());
        assertEquals(three + "*,*,d\n", anonymised("a.csv", PEOPLE, people(3, less, Small.SUPPRESS)));
        assertFalse(report.groups().orElseThrow().hold(), "one row of stars is a group of one");
        assertEquals(List.of(5L), report.treated());
        assertEquals(three, anonymised("a.csv", PEOPLE, people(3, less, Small.DROP)));
        assertTrue(report.groups().orElseThrow().hold());
        assertEquals("4 rows, 0 with personal data\ntreated: 1 rows, lines 5\ngroups by size: 1 of 3\nk-anonymous: no group is smaller than 3\n"
                + "columns that training does not read: age, zip\n", report.toText());
    }

    @Test
    void aReportHoldsNoValue() throws IOException {
        anonymised("a.csv", "text,age\nmail ann@example.org,31\n", new AnonymiseOptions(
                List.of("text"), Masker.USUAL, List.of("age"), 2, Map.of(), Small.LIST));
        assertFalse(report.toText().contains("ann") || report.toText().contains("31"), report.toText());
    }

    @Test
    void whatCannotBeReadIsNamed() {
        assertEquals("a.csv: no column 'text'; the columns are body, label", refusal("a.csv", "body,label\nx,y\n", TEXT));
        assertEquals("a.csv: line 3: 1 fields where the header has 2", refusal("a.csv", "text,label\nx,y\nz\n", TEXT));
        assertEquals("a.csv: line 2: a field that starts with a quote is not closed, or goes on after its closing quote; write a quote "
                + "inside it twice", refusal("a.csv", "text,label\n\"x,y\n", TEXT));
        assertEquals("a.csv: two columns are named 'text'", refusal("a.csv", "text,text\nx,y\n", TEXT));
        assertEquals("a.csv: empty, there is no header", refusal("a.csv", "", TEXT));
        assertEquals("a.jsonl: line 1: 'text' is neither a text nor a list of texts", refusal("a.jsonl", "{\"text\": {}}\n", TEXT));
        assertTrue(refusal("a.jsonl", "{\"text\": \"x\"\n", TEXT).startsWith("a.jsonl: line 1: not JSON"));
        assertEquals("generalise 'ten': needs a width such as 10, or first:2",
                assertThrows(IllegalArgumentException.class, () -> Generalisation.parse("ten")).getMessage());
        assertEquals("column 'age': is text to be masked and a quasi-identifier; choose one", assertThrows(IllegalArgumentException.class,
                () -> new AnonymiseOptions(List.of("age"), Masker.USUAL, List.of("age"), 2, Map.of(), Small.LIST)).getMessage());
    }

    @Test
    void rangesHoldNegativeAndBrokenNumbers() {
        var ten = new Generalisation.Range(10);
        assertEquals("-10--1", ten.of("-1"));
        assertEquals("0-9", ten.of("9.99"));
        assertEquals("unknown", ten.of("unknown"));
        assertEquals("90*", new Generalisation.Start(2).of("90210"));
        assertEquals("90", new Generalisation.Start(2).of("90"));
    }
}
