package dev.lathe.train.data;

import java.nio.file.Path;
import java.util.Locale;

/// How a data file is written.
public enum DataFormat {

    /// One JSON object a line. Blank lines are skipped.
    JSONL,

    /// A header, then rows: fields part at commas, RFC 4180 quoting.
    CSV,

    /// As [#CSV], but fields part at tabs. Quoting is the same: a field that *starts* with `"` runs to the closing quote and
    /// may hold tabs and line breaks, `""` in it is one quote; a quote elsewhere is a character like any other.
    TSV;

    /// The format that a file's extension names, in either case.
    ///
    /// @param file the data file; not opened
    /// @return the format
    /// @throws DataException if the extension is none of `.jsonl`, `.csv`, `.tsv`
    public static DataFormat ofExtension(Path file) {
        String name = String.valueOf(file.getFileName());
        for (DataFormat format : values()) {
            if (name.toLowerCase(Locale.ROOT).endsWith("." + format.optionValue())) {
                return format;
            }
        }
        throw new DataException(file + ": not a .jsonl, .csv or .tsv file; name its format with --format");
    }

    /// What `--format` calls it: `jsonl`, `csv` or `tsv`.
    ///
    /// @return the name in lower case
    public String optionValue() {
        return name().toLowerCase(Locale.ROOT);
    }
}
