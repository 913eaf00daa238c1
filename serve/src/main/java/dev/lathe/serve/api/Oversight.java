package dev.lathe.serve.api;

import java.util.Optional;

/// What happens to requests beside being answered.
///
/// @param masking of texts
/// @param trail where they are noted down, if anywhere
public record Oversight(Masking masking, Optional<AuditTrail> trail) {
    /// Nothing.
    public static final Oversight NONE = new Oversight(Masking.NONE, Optional.empty());
}
