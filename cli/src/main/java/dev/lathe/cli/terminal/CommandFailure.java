package dev.lathe.cli.terminal;

/// A failure whose message is written for the user, and is all that the user sees of it.
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message what was given, what does not fit and, where known, what to do; one line
    public CommandFailure(String message) {
        super(message);
    }

    /// @param message as above
    /// @param cause what `--stacktrace` shows in addition
    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
