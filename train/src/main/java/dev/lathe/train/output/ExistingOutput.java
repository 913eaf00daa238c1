package dev.lathe.train.output;

/// What to do when the output directory is already there.
public enum ExistingOutput {

    /// Refuse. Work left by a killed run is replaced, since it was never a result.
    REFUSE,

    /// Replace it, but only when the new one is complete. Work left by a killed run is replaced.
    OVERWRITE,

    /// Go on with the work left by a killed run; if there is none, start, unless the directory is there: then the run is finished.
    RESUME
}
