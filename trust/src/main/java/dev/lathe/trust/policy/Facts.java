package dev.lathe.trust.policy;

import dev.lathe.trust.provenance.Provenance;
import dev.lathe.trust.provenance.Verdict;
import java.util.Set;

/// What is known of a model.
///
/// @param provenance what its files tell, and what was measured
/// @param signature what is found of its files
/// @param masked types of personal data that are replaced in its requests
public record Facts(Provenance provenance, Verdict signature, Set<String> masked) {
    public Facts {
        masked = Set.copyOf(masked);
    }

    /// Of a model that nobody has signed yet, or serves.
    public static Facts of(Provenance provenance) {
        return new Facts(provenance, new Verdict.Unsigned(), Set.of());
    }
}
