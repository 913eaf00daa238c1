package dev.lathe.bert.checkpoint.file;

import java.io.IOException;

/// A model's file is broken, or does not hold what was asked of it; the message names file, tensor and mismatch,
/// long names by their start and end.
///
/// Trying again does not help, as it may with other [IOException]s: another file is needed.
public final class CheckpointException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String file;

    /// @param file name of the file, which begins the message
    /// @param problem what was found and what does not fit
    public CheckpointException(String file, String problem) {
        super(file + ": " + LegibleName.within(problem));
        this.file = file;
    }

    /// As above, with the failure of a parser below as cause.
    ///
    /// @param file name of the file, which begins the message
    /// @param problem what was found and what does not fit
    /// @param cause what the parser said
    public CheckpointException(String file, String problem, Throwable cause) {
        super(file + ": " + LegibleName.within(problem), cause);
        this.file = file;
    }

    /// Name of the file that is to blame.
    public String file() {
        return file;
    }
}
