package dev.lathe.trust.anonymise;

import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.DataFormat;
import java.util.List;

/// The rows of a file, and how its fields are spelt.
///
/// @param head what stands before the first row: a header, a byte order mark
/// @param columns that the file has, in their order
/// @param rows in their order, with whatever stands between them
/// @param spelling of a value in this file
record RawRows(String head, List<String> columns, List<RawRow> rows, Spelling spelling) {
    /// Writes a value as the file's format wants it.
    @FunctionalInterface
    interface Spelling {
        String of(String value);
    }

    RawRows {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /// @param file what messages call it
    /// @param needed columns that a header must have
    /// @throws DataException naming the line that is no row of the format
    static RawRows of(String file, String text, DataFormat format, List<String> needed) {
        return switch (format) {
            case JSONL -> new RawJson(file, text).rows();
            case CSV -> RawTable.of(file, text, ",;\t|", needed);
            case TSV -> RawTable.of(file, text, "\t,;|", needed);
            case CONLL, SQUAD -> throw new DataException(
                    file + ": --format " + format.optionValue() + " is not anonymised; needs jsonl, csv or tsv");
        };
    }
}
