package dev.lathe.bert.checkpoint;

import java.io.IOException;

/// A model's file is broken, or does not hold what was asked of it; the message names file, tensor and mismatch.
///
/// Trying again does not help, as it may with other [IOException]s: another file is needed.
public final class CheckpointException extends IOException {
    private static final long serialVersionUID = 1L;

    /// Names come from files, and are as long as whoever wrote one liked.
    private static final int MAX_LENGTH = 1_000;
    private static final int KEPT_AT_END = 300;

    private final String file;

    /// @param file name of the file, which begins the message
    /// @param problem what was found and what does not fit
    public CheckpointException(String file, String problem) {
        super(shortened(file + ": " + problem));
        this.file = file;
    }

    /// As above, with the failure of a parser below as cause.
    ///
    /// @param file name of the file, which begins the message
    /// @param problem what was found and what does not fit
    /// @param cause what the parser said
    public CheckpointException(String file, String problem, Throwable cause) {
        super(shortened(file + ": " + problem), cause);
        this.file = file;
    }

    private static String shortened(String message) {
        return message.length() <= MAX_LENGTH
                ? message
                : message.substring(0, MAX_LENGTH - KEPT_AT_END) + " … " + message.substring(message.length() - KEPT_AT_END);
    }

    /// Name of the file that is to blame.
    public String file() {
        return file;
    }
}
