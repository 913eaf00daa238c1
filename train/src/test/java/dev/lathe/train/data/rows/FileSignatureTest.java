package dev.lathe.train.data.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.train.data.tags.TaggedSentences;
import dev.lathe.train.data.text.PlainTexts;
import dev.lathe.train.data.text.TextDataset;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files that people have beside those of rows, under any name.
class FileSignatureTest {
    private static final String ROWS = ", not text: write its rows as JSONL or CSV";
    private static final String TABLE = "text,label\ngood,1\nbad,0\n";

    @TempDir
    Path folder;

    /// The first bytes of files that pandas, Excel, `datasets` and the usual programs wrote.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "50415231150415 | a Parquet file",
        "4152524f57310000 | an Arrow file",
        "ffffffff30010000 | an Arrow file",
        "53514c69746520666f726d6174203300 | an SQLite database",
        "894844460d0a1a0a | an HDF5 file",
        "934e554d5059 | an array of NumPy",
        "80049500000000 | a pickle of Python"})
    void rowsOfOtherProgramsAreNamed(String bytes, String what) throws IOException {
        refusesEverywhere(bytes, what + ROWS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "504b030414000600 | a zip archive or an Excel file: unpack it, or save the sheet as CSV in UTF-8",
        "d0cf11e0a1b11ae1 | an Excel file, not text: save the sheet as CSV in UTF-8",
        "255044462d312e37 | a PDF file, not text",
        "1f8b08000000 | compressed by gzip: unpack it first",
        "425a68393141592653 59 | compressed by bzip2: unpack it first",
        "fd377a585a0000 | compressed by xz: unpack it first",
        "28b52ffd0458 | compressed by zstd: unpack it first",
        "740065007800 | UTF-16 without its mark; convert the file to UTF-8",
        "007400650078 | UTF-16 without its mark; convert the file to UTF-8"})
    void whatElseIsNoTextIsNamed(String bytes, String what) throws IOException {
        refusesEverywhere(bytes.replace(" ", ""), what);
    }

    @Test
    void whatGitLfsHasNotFetchedIsNamed() throws IOException {
        String pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 43\n";
        String hex = HexFormat.of().formatHex(pointer.getBytes(StandardCharsets.US_ASCII));
        refusesEverywhere(hex, "stands for a file that Git LFS has not fetched: 'git lfs pull' fetches it");
    }

    private void refusesEverywhere(String hex, String what) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(hex);
        Path file = Files.write(folder.resolve("data"), bytes);
        for (DataFormat format : List.of(DataFormat.CSV, DataFormat.TSV, DataFormat.JSONL)) {
            assertEquals(file + ": " + what, failure(() -> TextDataset.read(file, format, TextColumns.standard())));
        }
        assertEquals(file + ": " + what, failure(() -> TaggedSentences.read(file, DataFormat.CONLL)));
        assertEquals(file + ": " + what, failure(() -> PlainTexts.readLines(file)));
        assertEquals(file + ": " + what, failure(() -> DataFormat.ofExtension(file)));
    }

    @Test
    void textsThatBeginAlikeAreTexts() throws IOException {
        for (String text : List.of("PAR1 is a name", "PK", "BZh9", "%PDF", "version 1", "a\0b", "\uFEFFab")) {
            Path file = Files.writeString(folder.resolve("data"), text);
            assertEquals(1, PlainTexts.readLines(file).examples().size(), text);
        }
    }

    @Test
    void wideTextWithItsMarkIsNamedByItsByte() throws IOException {
        Path file = Files.write(folder.resolve("data.csv"), TABLE.getBytes(Charset.forName("UTF-16")));
        assertEquals(file + ": line 1: byte 0xFE is not UTF-8 but UTF-16; convert the file to UTF-8",
                failure(() -> TextDataset.read(file, DataFormat.CSV, TextColumns.standard())));
    }

    /// As pandas (`lines=True`) and `datasets` write it.
    @Test
    void linesOfJsonMayBeCalledJson() throws IOException {
        Path file = Files.writeString(folder.resolve("data.JSON"), "{\"text\":\"good\",\"label\":1}\n{\"text\":\"bad\",\"label\":0}\n");
        assertEquals(DataFormat.JSONL, DataFormat.ofExtension(file));
        assertEquals(2, TextDataset.read(file, DataFormat.ofExtension(file), TextColumns.standard()).examples().size());
        assertEquals(DataFormat.JSONL, TaggedSentences.formatOf(file));
        assertEquals(true, DataFormat.isTable(file, Optional.empty()));
    }

    @Test
    void oneListOfAllRowsSaysHowItBecomesLines() throws IOException {
        String needed = ": line %d: a JSON list; needs its objects a line each, as \"jq -c '.[]'\" writes them";
        Path file = Files.writeString(folder.resolve("data.jsonl"), "[{\"text\":\"a\",\"label\":1}]");
        assertEquals(file + needed.formatted(1), failure(() -> TextDataset.read(file, DataFormat.JSONL, TextColumns.standard())));
        Files.writeString(file, "\uFEFF\n [\n  {\n   \"text\": \"a\"");
        assertEquals(file + needed.formatted(2), failure(() -> TextDataset.read(file, DataFormat.JSONL, TextColumns.standard())));
    }

    private static String failure(Executable reading) {
        return assertThrows(DataException.class, reading).getMessage();
    }
}
