package dev.lathe.nn.adapter;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which maps of a model are meant, by the paths of their places.
///
/// A name means every place whose path is it or ends with it behind a dot, as in PEFT's `target_modules`: `query`,
/// `attention.output.dense`.
///
/// @param names of places; one that fits is enough
/// @param pattern instead of names: what a whole path must be
/// @param excluded names of places that are not meant, even so
public record Targets(List<String> names, Optional<Pattern> pattern, List<String> excluded) {
    /// No place.
    public static final Targets NONE = of(List.of());

    public Targets {
        names = List.copyOf(names);
        excluded = List.copyOf(excluded);
    }

    /// The places of these names.
    public static Targets of(List<String> names) {
        return new Targets(names, Optional.empty(), List.of());
    }

    /// The same but for the places of these names.
    public Targets excluding(List<String> others) {
        return new Targets(names, pattern, others);
    }

    /// Whether a place is meant.
    public boolean fit(String path) {
        return (names.stream().anyMatch(name -> isName(name, path)) || pattern.filter(all -> all.matcher(path).matches()).isPresent())
                && excluded.stream().noneMatch(name -> isName(name, path));
    }

    /// The names that fit at least one of some places.
    public List<String> namesOf(List<String> paths) {
        return names.stream().filter(name -> paths.stream().anyMatch(path -> isName(name, path))).toList();
    }

    private static boolean isName(String name, String path) {
        return path.equals(name) || path.endsWith("." + name);
    }
}
