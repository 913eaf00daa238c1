package dev.lathe.train.privacy;

import java.util.Locale;

/// How the gradients of a private step's examples are found and clipped.
public enum PrivatePasses {
    /// Those of a batch in one pass, by their norms, where every op of the model has a rule for that; else as [#SINGLE].
    PACKED,
    /// Each in a pass of its own. What is added up are doubles.
    SINGLE;

    /// As `--dp-passes` has it: `packed`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
