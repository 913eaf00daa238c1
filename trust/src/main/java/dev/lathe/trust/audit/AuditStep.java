package dev.lathe.trust.audit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;

/// What was done to a model before it is served, in the same chain as the decisions that it makes then.
///
/// @param kind what was done
/// @param facts names, hashes and the like, never a part of a text
public record AuditStep(Kind kind, SequencedMap<String, String> facts) {
    /// What is done to a model.
    public enum Kind {
        /// A fine-tuning has written it.
        TRAINED,
        /// It was measured on data.
        EVALUATED,
        /// Somebody has signed it.
        SIGNED;

        /// The word in the log.
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public AuditStep {
        facts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(facts));
    }
}
