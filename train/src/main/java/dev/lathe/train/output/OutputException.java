package dev.lathe.train.output;

/// An output directory can't be used as asked, and nothing was changed; the message names it and says what to do.
///
/// Its own type because a caller can act on it: another directory, or another policy.
public final class OutputException extends RuntimeException {

    /// @param message directory, reason and remedy, in one line
    public OutputException(String message) {
        super(message);
    }
}
