package dev.lathe.trust.audit;

import java.nio.file.Path;

/// What a check of a log says.
public sealed interface AuditVerdict {
    /// Every line is as it was written, and none is missing before the end that the head tells of.
    ///
    /// @param first number of the first line; not 1 where older ones were removed for their age, which the log says
    /// @param last number of the last line
    /// @param unsealed lines behind the one that the head tells of: of those any number may be missing
    /// @param signature what is known of the head's
    record Whole(long first, long last, long unsealed, Signature signature) implements AuditVerdict {}

    /// Something was changed, or is missing.
    ///
    /// @param file of the log
    /// @param line in the file, from 1; 0 for the file itself
    /// @param fault in a few words
    record Broken(Path file, long line, String fault) implements AuditVerdict {}

    /// What is known of a head's signature.
    enum Signature {
        /// There is none: who can write the files can write a log that is whole.
        NONE,
        /// There is one, and no key to check it.
        NOT_CHECKED,
        /// It is right.
        GOOD
    }
}
