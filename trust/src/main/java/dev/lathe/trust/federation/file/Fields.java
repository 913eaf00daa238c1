package dev.lathe.trust.federation.file;

import dev.lathe.bert.checkpoint.file.NearestName;
import dev.lathe.json.JsonReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// The fields of an object of a configuration, read by name and held against what they are to be.
///
/// @param place of the object before a name in messages
record Fields(String place, Map<String, @Nullable Object> values, List<String> names) {
    Fields {
        for (String name : values.keySet()) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException("'%s%s': is no field%s".formatted(place, name, NearestName.among(names, name)
                        .map(nearest -> "; did you mean '" + nearest + "'?").orElse("")));
            }
        }
    }

    boolean has(String name) {
        return values.get(name) != null;
    }

    void only(String name, boolean holds, String with) {
        if (has(name) && !holds) {
            throw new IllegalArgumentException("'%s%s': goes with %s only".formatted(place, name, with));
        }
    }

    Optional<String> text(String name) {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text) || text.isBlank()) {
            throw new IllegalArgumentException("'%s%s': needs a text".formatted(place, name));
        }
        return Optional.of(text);
    }

    /// The fields of an object inside of this one.
    Optional<Fields> object(String name, List<String> fields) {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof Map<?, ?> object)) {
            throw new IllegalArgumentException("'%s%s': needs an object".formatted(place, name));
        }
        return Optional.of(new Fields(place + name + ".", JsonReader.fields(object), fields));
    }

    String needed(String name) {
        return text(name).orElseThrow(() -> new IllegalArgumentException("'%s%s': is missing".formatted(place, name)));
    }

    OptionalDouble number(String name) {
        Object value = values.get(name);
        if (value == null) {
            return OptionalDouble.empty();
        }
        if (!(value instanceof Number number)) {
            throw new IllegalArgumentException("'%s%s': needs a number".formatted(place, name));
        }
        return OptionalDouble.of(number.doubleValue());
    }

    int whole(String name, int usual) {
        double value = number(name).orElse(usual);
        if (value != (int) value) {
            throw new IllegalArgumentException("'%s%s' %s: needs a whole number".formatted(place, name, value));
        }
        return (int) value;
    }
}
