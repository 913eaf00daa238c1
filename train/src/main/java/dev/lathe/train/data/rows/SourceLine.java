package dev.lathe.train.data.rows;

import java.nio.file.Path;
import java.util.Optional;

/// Where a row begins.
///
/// @param file the data file, as the user wrote it
/// @param line the first line of the row, counted from 1; a quoted line break in a CSV field counts
/// @param id the row's name, if it has one
public record SourceLine(Path file, long line, Optional<String> id) {

    /// A row without a name.
    public SourceLine(Path file, long line) {
        this(file, line, Optional.empty());
    }

    /// The error that stops a run at this row: `data.csv: line 17: reason`.
    ///
    /// @param reason what is wrong, without file and line
    /// @return the exception, for the caller to throw
    public DataException error(String reason) {
        return new DataException(file + ": line " + line + ": " + reason);
    }
}
