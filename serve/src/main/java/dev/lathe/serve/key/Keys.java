package dev.lathe.serve.key;

import java.util.Optional;

/// Knows callers by what they show; for any number of threads.
@FunctionalInterface
public interface Keys {
    /// @param shown a key or a signed token
    /// @return empty if it is nobody's, or no longer good
    Optional<ApiKey> find(String shown);
}
