package dev.lathe.serve.key;

import java.util.List;
import java.util.Optional;

/// Several kinds of keys, asked in their order.
///
/// @param all each knows its own
public record KeyRing(List<Keys> all) implements Keys {
    public KeyRing {
        all = List.copyOf(all);
    }

    @Override
    public Optional<ApiKey> find(String shown) {
        return all.stream().flatMap(keys -> keys.find(shown).stream()).findFirst();
    }
}
