package dev.lathe.bert.predict;

import java.util.List;
import java.util.Objects;

/// What callers give: refused by name where it is `null`.
final class Given {
    private Given() {}

    /// @throws NullPointerException `text: null`
    static <T> T one(String name, T value) {
        return Objects.requireNonNull(value, () -> name + ": null");
    }

    /// @throws NullPointerException `texts[3]: null`
    static <T> List<T> all(String name, List<T> values) {
        int i = 0;
        for (T value : one(name, values)) {
            int index = i++;
            Objects.requireNonNull(value, () -> "%s[%d]: null".formatted(name, index));
        }
        return values;
    }
}
