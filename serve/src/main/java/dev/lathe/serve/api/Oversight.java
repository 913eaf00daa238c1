package dev.lathe.serve.api;

import java.util.Optional;

/// What happens to requests beside being answered.
///
/// @param masking of texts
/// @param trail where they are noted down, if anywhere
/// @param reviewing which decisions a person is to look at, if any
public record Oversight(Masking masking, Optional<AuditTrail> trail, Optional<Reviewing> reviewing) {
    /// Nothing.
    public static final Oversight NONE = new Oversight(Masking.NONE, Optional.empty());

    /// Nobody looks at decisions.
    public Oversight(Masking masking, Optional<AuditTrail> trail) {
        this(masking, trail, Optional.empty());
    }

    public Oversight withReviewing(Optional<Reviewing> other) {
        return new Oversight(masking, trail, other);
    }
}
