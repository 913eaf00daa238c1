package dev.lathe.serve.api;

import dev.lathe.serve.watch.Watching;
import java.util.Optional;

/// What happens to requests beside being answered.
///
/// @param masking of texts
/// @param trail where they are noted down, if anywhere
/// @param watching what of them and of their answers is watched
/// @param reviewing which decisions a person is to look at, if any
public record Oversight(Masking masking, Optional<AuditTrail> trail, Watching watching, Optional<Reviewing> reviewing) {
    /// Nothing but what is always watched.
    public static final Oversight NONE = new Oversight(Masking.NONE, Optional.empty(), Watching.USUAL, Optional.empty());

    public Oversight withMasking(Masking value) {
        return new Oversight(value, trail, watching, reviewing);
    }

    public Oversight withTrail(AuditTrail value) {
        return new Oversight(masking, Optional.of(value), watching, reviewing);
    }

    public Oversight withWatching(Watching value) {
        return new Oversight(masking, trail, value, reviewing);
    }

    public Oversight withReviewing(Reviewing value) {
        return new Oversight(masking, trail, watching, Optional.of(value));
    }
}
