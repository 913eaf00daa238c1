package dev.lathe.trust.federation.values;

import java.util.List;
import java.util.Optional;

/// Whether a client's answer can be reckoned with.
///
/// @param layout what all clients' values are to be
/// @param count how many there are
public record UpdateCheck(List<String> layout, int count) {
    /// What is wrong with it, if anything is.
    public Optional<String> fault(Update update) {
        for (int i = 0; i < Math.max(layout.size(), update.layout().size()); i++) {
            String here = i < layout.size() ? layout.get(i) : "nothing";
            String there = i < update.layout().size() ? update.layout().get(i) : "nothing";
            if (!here.equals(there)) {
                return Optional.of("sends %s where the others have %s".formatted(there, here));
            }
        }
        if (update.values().length != count) {
            return Optional.of("sends %d values where the others have %d".formatted(update.values().length, count));
        }
        for (int i = 0; i < count; i++) {
            if (!Float.isFinite(update.values()[i])) {
                return Optional.of("value %d of %d is %s".formatted(i, count, update.values()[i]));
            }
        }
        return Optional.empty();
    }
}
