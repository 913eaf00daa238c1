package dev.lathe.train.tune;

import dev.lathe.train.evaluate.text.ShortNumber;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// A value for each option of a space.
///
/// @param words values by the options' names, in the space's order
public record Setting(Map<String, String> words) {
    public Setting {
        words = Collections.unmodifiableMap(new LinkedHashMap<>(words));
    }

    /// `lr 3e-5, batch-size 16`.
    @Override
    public String toString() {
        return words.entrySet().stream().map(e -> e.getKey() + " " + ShortNumber.of(e.getValue())).collect(Collectors.joining(", "));
    }
}
