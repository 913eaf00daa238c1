package dev.lathe.train.data.rows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// Files that are no text of rows, known by their first bytes.
///
/// Some of these would pass for text: a small Parquet file is one line of odd characters, and answers would be given for it.
enum FileSignature {
    PARQUET("a Parquet file" + FileSignature.ROWS, "PAR1\u0015"),
    ARROW("an Arrow file" + FileSignature.ROWS, "ARROW1\0\0", "\u00FF\u00FF\u00FF\u00FF"),
    EXCEL("an Excel file" + FileSignature.SHEET, "\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1"),
    ZIP("a zip archive or an Excel file: unpack it, or save the sheet as CSV in UTF-8", "PK\u0003\u0004"),
    SQLITE("an SQLite database" + FileSignature.ROWS, "SQLite format 3\0"),
    HDF5("an HDF5 file" + FileSignature.ROWS, "\u0089HDF\r\n"),
    NUMPY("an array of NumPy" + FileSignature.ROWS, "\u0093NUMPY"),
    PICKLE("a pickle of Python" + FileSignature.ROWS, "\u0080\u0002", "\u0080\u0003", "\u0080\u0004", "\u0080\u0005"),
    PDF("a PDF file, not text", "%PDF-"),
    GZIP("compressed by gzip" + FileSignature.UNPACK, "\u001F\u008B\b"),
    BZIP2("compressed by bzip2" + FileSignature.UNPACK, "BZh91AY&SY"),
    XZ("compressed by xz" + FileSignature.UNPACK, "\u00FD7zXZ\0"),
    ZSTD("compressed by zstd" + FileSignature.UNPACK, "\u0028\u00B5\u002F\u00FD"),
    LFS("stands for a file that Git LFS has not fetched: 'git lfs pull' fetches it", "version https://git-lfs.github.com/spec/");

    /// As many bytes as are looked at.
    static final int BYTES = 40;

    private static final String ROWS = ", not text: write its rows as JSONL or CSV";
    private static final String SHEET = ", not text: save the sheet as CSV in UTF-8";
    private static final String UNPACK = ": unpack it first";
    private static final int UTF_16_BYTES = 4;

    private final String said;
    private final String[] beginnings;

    FileSignature(String said, String... beginnings) {
        this.said = said;
        this.beginnings = beginnings;
    }

    /// What a file is, and what to do with it, by its first bytes; empty where they may be text.
    static Optional<String> of(byte[] bytes, int count) {
        String first = new String(bytes, 0, Math.min(count, BYTES), StandardCharsets.ISO_8859_1);
        if (isWide(first)) {
            return Optional.of("UTF-16 without its mark; convert the file to UTF-8");
        }
        return Arrays.stream(values())
                .filter(signature -> Arrays.stream(signature.beginnings).anyMatch(first::startsWith))
                .findFirst().map(signature -> signature.said);
    }

    /// The same of a file on a disk; empty of what is none, or cannot be read: whoever opens it says why.
    static Optional<String> of(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] first = in.readNBytes(BYTES);
            return of(first, first.length);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /// Two letters of the Latin alphabet in UTF-16 have a zero each, on one side or the other.
    private static boolean isWide(String first) {
        if (first.length() < UTF_16_BYTES) {
            return false;
        }
        int zero = first.charAt(0) == 0 ? 0 : 1;
        return first.charAt(zero) == 0 && first.charAt(zero + 2) == 0 && first.charAt(1 - zero) != 0 && first.charAt(3 - zero) != 0;
    }
}
