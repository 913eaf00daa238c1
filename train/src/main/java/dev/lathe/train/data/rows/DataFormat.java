package dev.lathe.train.data.rows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// How a data file is written.
public enum DataFormat {

    /// One JSON object a line. Blank lines are skipped. A file called `.json` is read so too, as pandas and `datasets` write it.
    JSONL,

    /// A header, then rows: fields part at commas, RFC 4180 quoting: a field that *starts* with `"` runs to the closing quote and
    /// may hold commas and line breaks, `""` in it is one quote; a quote elsewhere is a character like any other.
    ///
    /// If the header has the columns that are asked for only when it is parted at semicolons, tabs or bars, so is the file; a first
    /// line `sep=;` says what it is parted by.
    CSV,

    /// As [#CSV], but fields part at tabs. A file that is written without quoting is known by a field that begins with a quote and
    /// does not end with its closing one, while each line has as many fields as the header: all its quotes are characters.
    TSV,

    /// A token a line: the token first, its tag last, columns between them ignored, parted by tabs or spaces. A blank line ends
    /// a sentence.
    CONLL,

    /// The JSON of SQuAD 1.1 and 2.0.
    SQUAD;

    private static final Path STANDARD_INPUT = Path.of("/dev/stdin");
    private static final String LINES_OF_JSON = ".json";

    /// The format of rows that a file's extension names, in either case.
    ///
    /// @param file the data file; only looked into for a message, where its name does not say
    /// @return the format
    /// @throws DataException if the extension is none of `.jsonl`, `.json`, `.csv`, `.tsv`, or it is a directory
    public static DataFormat ofExtension(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        for (DataFormat format : List.of(JSONL, CSV, TSV)) {
            if (name.endsWith("." + format.optionValue())) {
                return format;
            }
        }
        if (name.endsWith(LINES_OF_JSON)) {
            return JSONL;
        }
        if (file.equals(STANDARD_INPUT)) {
            throw new DataException("standard input: name its format with --format");
        }
        if (Files.isDirectory(file)) {
            throw new DataException(file + ": a directory, not a data file");
        }
        throw new DataException(file + ": "
                + FileSignature.of(file).orElse("not a .jsonl, .csv or .tsv file; name its format with --format"));
    }

    /// Whether a file of texts is one of rows with columns, by what was asked for or its extension, and not a text a line.
    public static boolean isTable(Path file, Optional<DataFormat> format) {
        return format.isPresent() || String.valueOf(file.getFileName()).matches("(?i).*\\.(jsonl?|csv|tsv)");
    }

    /// What `--format` calls it: `jsonl`, `csv`, `tsv`, `conll` or `squad`.
    ///
    /// @return the name in lower case
    public String optionValue() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// How the rows of a file of this format are read by their columns.
    public <E> Rows<E> rows(Path path, RowColumns columns, Function<DataRow, E> example) {
        requireRows(path);
        return (file, in) -> open(file, in, columns, example).all();
    }

    /// The rows of a file of this format one after another, by their columns.
    ///
    /// @param path what messages call the file
    /// @param in its text
    /// @throws DataException if the format has no columns, or the file's header not those that are asked for
    public <E> RowSource<E> open(Path path, StrictUtf8Reader in, RowColumns columns, Function<DataRow, E> example) throws IOException {
        return switch (this) {
            case JSONL -> JsonRows.open(path, in, columns, example);
            case CSV -> DelimitedRows.open(path, in, ',', columns, example);
            case TSV -> DelimitedRows.open(path, in, '\t', columns, example);
            case CONLL, SQUAD -> throw noRows(path);
        };
    }

    private void requireRows(Path path) {
        if (this == CONLL || this == SQUAD) {
            throw noRows(path);
        }
    }

    private DataException noRows(Path path) {
        return new DataException(path + ": --format " + optionValue() + " holds no rows with columns; needs jsonl, csv or tsv");
    }
}
