package dev.lathe.trust.provenance;

import java.util.List;

/// What is found of a signed directory.
public sealed interface Verdict {
    /// Every file is what was signed.
    ///
    /// @param fingerprint of the key; whose it is, only who knows the key can tell
    /// @param files how many
    record Intact(String fingerprint, int files) implements Verdict {}

    /// Nobody has signed it.
    record Unsigned() implements Verdict {}

    /// Something is not what was signed.
    ///
    /// @param faults at least one
    record Broken(List<Fault> faults) implements Verdict {
        public Broken {
            faults = List.copyOf(faults);
        }
    }
}
