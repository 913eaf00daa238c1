package dev.lathe.train.data.rows;

/// A data file does not hold what was asked of it; the message names the file, the line where there is one, and the reason.
///
/// Its own type because a caller can act on it: the user has to mend the file, not the program.
public final class DataException extends RuntimeException {

    /// @param message file, line and reason, in one line
    public DataException(String message) {
        super(message);
    }
}
