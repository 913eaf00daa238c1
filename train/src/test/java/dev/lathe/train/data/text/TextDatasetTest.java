package dev.lathe.train.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.train.data.DataSplit;
import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.DataFile;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.StrictUtf8Reader;
import dev.lathe.train.data.rows.TextColumns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TextDatasetTest {

    @TempDir
    Path folder;

    @Test
    void takesTheFormatFromTheExtensionInEitherCase() {
        assertEquals(DataFormat.JSONL, DataFormat.ofExtension(Path.of("a/train.jsonl")));
        assertEquals(DataFormat.CSV, DataFormat.ofExtension(Path.of("TRAIN.CSV")));
        assertEquals(DataFormat.TSV, DataFormat.ofExtension(Path.of("x.csv.tsv")));
        assertEquals("a/train.txt: not a .jsonl, .csv or .tsv file; name its format with --format",
                assertThrows(DataException.class, () -> DataFormat.ofExtension(Path.of("a/train.txt"))).getMessage());
        assertEquals("standard input: name its format with --format",
                assertThrows(DataException.class, () -> DataFormat.ofExtension(Path.of("/dev/stdin"))).getMessage());
    }

    @Test
    void namesTheFileWithItsLengthAndHash() throws IOException {
        DataFile file = read("a.csv", "text,label\nabc,1\n").file();
        assertEquals(17, file.bytes());
        assertEquals(1, file.rows());
        assertEquals("a.csv", file.name());
        // printf 'text,label\nabc,1\n' | sha256sum
        assertEquals("ebf5a14769d2314c2b66adbe56468e4d91c905f87a36f9d66faa38d3a391d438", file.sha256());
    }

    @Test
    void hashesTheByteOrderMarkToo() throws IOException {
        assertEquals(20, read("a.csv", "\uFEFFtext,label\nabc,1\n").file().bytes());
    }

    @Test
    void missingFilesAndDirectoriesAreNoDataFiles() {
        Path missing = folder.resolve("none.csv");
        assertEquals(missing + ": no such file", failure(missing));
        assertEquals(folder + ": a directory, not a data file", failure(folder));
    }

    @Test
    void aDirectoryIsNoFileOfAnotherFormat() {
        assertEquals(folder + ": a directory, not a data file",
                assertThrows(DataException.class, () -> DataFormat.ofExtension(folder)).getMessage());
    }

    @Test
    void namesTheLineOfAnInvalidByte() throws IOException {
        byte[] latin1 = "text,label\ngood,1\ncaf\u00E9 noir,2\n".getBytes(StandardCharsets.ISO_8859_1);
        Path file = Files.write(folder.resolve("latin1.csv"), latin1);
        assertEquals(file + ": line 3: byte 0xE9 is not UTF-8; convert the file to UTF-8", failure(file));
    }

    @Test
    void refusesUtf16AndCharactersCutOffAtTheEnd() throws IOException {
        Path utf16 = Files.write(folder.resolve("utf16.csv"), new byte[] {(byte) 0xFF, (byte) 0xFE, 't', 0, 'e', 0});
        assertEquals(utf16 + ": line 1: byte 0xFF is not UTF-8 but UTF-16; convert the file to UTF-8", failure(utf16));
        Path cut = Files.write(folder.resolve("cut.csv"), new byte[] {'t', '\n', 'x', (byte) 0xE2, (byte) 0x82});
        assertEquals(cut + ": line 1: no column 'text'; the columns are 't'", failure(cut));
        Path late = Files.write(folder.resolve("late.csv"), concat("text,label\r\na,1\r\nx", (byte) 0xE2, (byte) 0x82));
        assertEquals(late + ": line 3: byte 0xE2 is not UTF-8; convert the file to UTF-8", failure(late));
    }

    @Test
    void reportsAnEarlierBadRowBeforeALaterBadByte() throws IOException {
        Path file = Files.write(folder.resolve("both.csv"), concat("text,label\na\nx", (byte) 0xFF));
        assertEquals(file + ": line 2: 1 field where the header has 2", failure(file));
    }

    @Test
    void boundsTheLengthOfARow() throws IOException {
        Path csv = write("open.csv", "text,label\na,1\n\"" + "x".repeat(StrictUtf8Reader.MAX_ROW_CHARS + 20_000) + "\n");
        assertEquals(csv + ": line 3: the row is longer than 16777216 characters; is a quote left open?", failure(csv));
        Path jsonl = write("long.jsonl", "\n{\"text\":\"" + "x".repeat(StrictUtf8Reader.MAX_ROW_CHARS + 20_000));
        assertEquals(jsonl + ": line 2: the row is longer than 16777216 characters; is a quote left open?", failure(jsonl));
    }

    @Test
    void boundsRowsAndNotFiles() throws IOException {
        String half = "x".repeat(StrictUtf8Reader.MAX_ROW_CHARS / 2);
        assertEquals(3, read("long.csv", "text,label\n" + (half + ",1\n").repeat(3)).size());
        assertEquals(3, read("long.jsonl", ("{\"text\":\"" + half + "\",\"label\":1}\n").repeat(3)).size());
    }

    @Test
    void decodesCharactersOfEveryLengthAcrossBuffers() throws IOException {
        String text = "a\u00E9\u20AC\uD83D\uDE00".repeat(40_000);
        for (int shift = 0; shift < 4; shift++) {
            String shifted = "x".repeat(shift) + text;
            assertEquals(shifted, read("wide.csv", "text,label\n" + shifted + ",1\n").examples().getFirst().text());
        }
    }

    @Test
    void readsSixtyThousandRows() throws IOException {
        StringBuilder csv = new StringBuilder("text,label\n");
        StringBuilder jsonl = new StringBuilder();
        for (int i = 0; i < 60_000; i++) {
            csv.append("\"row, number ").append(i).append("\",").append(i % 7).append('\n');
            jsonl.append("{\"text\":\"row, number ").append(i).append("\",\"label\":").append(i % 7).append("}\n");
        }
        TextDataset fromCsv = read("big.csv", csv.toString());
        TextDataset fromJsonl = read("big.jsonl", jsonl.toString());
        assertEquals(60_000, fromCsv.size());
        assertEquals(60_000, fromJsonl.size());
        assertEquals("row, number 59999", fromCsv.examples().getLast().text());
        assertEquals(60_001, fromCsv.examples().getLast().source().line());
        assertEquals(60_000, fromJsonl.examples().getLast().source().line());
    }

    @Test
    void takesSubsetsInTheOrderGiven() throws IOException {
        TextDataset data = read("a.csv", "text,label\na,1\nb,1\nc,2\n");
        assertEquals(List.of("c", "a"), texts(data.subset(new int[] {2, 0})));
        assertEquals(data.file(), data.subset(new int[0]).file());
        assertEquals("subset: example 3: " + data.file().path() + " has 0..2",
                assertThrows(IndexOutOfBoundsException.class, () -> data.subset(new int[] {3})).getMessage());
    }

    @Test
    void splitsByAPermutationAndKeepsTheFilesOrder() throws IOException {
        TextDataset data = read("a.csv", "text,label\na,1\nb,1\nc,2\nd,2\ne,1\n");
        TextDataset.DevSplit split = data.split(0.4, new int[] {3, 1, 4, 0, 2});
        assertEquals(List.of("b", "d"), texts(split.dev()));
        assertEquals(List.of("a", "c", "e"), texts(split.train()));
        assertEquals(new DataSplit("dev", data.file(), 2), split.dev().as("dev"));
    }

    @Test
    void splitsLeaveBothPartsAtLeastOneExample() throws IOException {
        TextDataset data = read("a.csv", "text,label\na,1\nb,1\nc,1\n");
        int[] order = IntStream.range(0, 3).toArray();
        assertEquals(1, data.split(0.001, order).dev().size());
        assertEquals(1, data.split(0.999, order).train().size());
        TextDataset one = data.subset(new int[] {1});
        assertEquals(data.file().path() + ": one row: no dev set can be split off",
                assertThrows(DataException.class, () -> one.split(0.5, new int[] {0})).getMessage());
    }

    @Test
    void aSplitLeavesTrainingTheLastRowOfALabel() throws IOException {
        TextDataset data = read("a.csv", "text,label\na,1\nb,2\nc,1\nd,3\ne,3\n");
        TextDataset.DevSplit split = data.split(0.4, new int[] {1, 3, 4, 2, 0});
        assertEquals(List.of("c", "d"), texts(split.dev()));
        assertEquals(List.of("a", "b", "e"), texts(split.train()));
        TextDataset each = data.subset(new int[] {0, 1, 3});
        assertEquals(data.file().path() + ": each row has a label that no other has: no dev set can be split off",
                assertThrows(DataException.class, () -> each.split(0.4, new int[] {0, 1, 2})).getMessage());
    }

    @Test
    void splitsRefuseFractionsAndPermutationsThatAreNone() throws IOException {
        TextDataset data = read("a.csv", "text,label\na,1\nb,1\nc,2\n");
        for (double fraction : new double[] {0, 1, -0.5, Double.NaN}) {
            assertEquals("split: dev fraction " + fraction + ": not between 0 and 1",
                    assertThrows(IllegalArgumentException.class, () -> data.split(fraction, new int[] {0, 1, 2})).getMessage());
        }
        for (int[] order : List.of(new int[] {0, 1}, new int[] {0, 1, 1}, new int[] {1, 2, 3}, new int[] {0, 1, 2, 3})) {
            assertEquals("split: permutation of " + order.length + ": not each of 0..2 once",
                    assertThrows(IllegalArgumentException.class, () -> data.split(0.5, order)).getMessage());
        }
    }

    @Test
    void columnsNeedThreeDifferentNames() {
        assertEquals("columns 'label', 'text_pair', 'label': need three different names",
                assertThrows(IllegalArgumentException.class, () -> TextColumns.standard().withText("label")).getMessage());
        assertEquals("columns 'text', ' ', 'label': need three different names",
                assertThrows(IllegalArgumentException.class, () -> TextColumns.standard().withPair(" ")).getMessage());
    }

    @Test
    void anUnlabelledSecondTextIsAbsentAndNotEmpty() throws IOException {
        assertNull(read("a.csv", "text,label\na,1\n").examples().getFirst().textPair());
        assertTrue(read("a.csv", "text,text_pair,label\na,,1\n").examples().getFirst().textPair().isEmpty());
    }

    private static List<String> texts(TextDataset data) {
        List<String> texts = new ArrayList<>();
        data.examples().forEach(example -> texts.add(example.text()));
        return texts;
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private TextDataset read(String name, String content) throws IOException {
        Path file = write(name, content);
        return TextDataset.read(file, DataFormat.ofExtension(file), TextColumns.standard());
    }

    private static String failure(Path file) {
        DataFormat format = file.toString().endsWith("jsonl") ? DataFormat.JSONL : DataFormat.CSV;
        return assertThrows(DataException.class, () -> TextDataset.read(file, format, TextColumns.standard())).getMessage();
    }

    private static byte[] concat(String start, byte... end) {
        byte[] head = start.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(head, head.length + end.length);
        System.arraycopy(end, 0, all, head.length, end.length);
        return all;
    }
}
