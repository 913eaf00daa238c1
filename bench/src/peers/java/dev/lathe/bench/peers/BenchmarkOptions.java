package dev.lathe.bench.peers;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Options of a program, each an argument `name=value`.
public final class BenchmarkOptions {

    private final Map<String, String> values;

    private BenchmarkOptions(Map<String, String> values) {
        this.values = values;
    }

    /// @param names that the program knows
    /// @throws IllegalArgumentException if an argument is none of them
    public static BenchmarkOptions parse(Set<String> names, String... arguments) {
        var values = new HashMap<String, String>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 0 || !names.contains(argument.substring(0, equals))) {
                throw new IllegalArgumentException(argument + ": options are name=value, with names " + names);
            }
            values.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        return new BenchmarkOptions(values);
    }

    /// Values with commas between.
    public List<String> list(String name, String otherwise) {
        return List.of(values.getOrDefault(name, otherwise).split(","));
    }

    /// A whole number.
    public int number(String name, int otherwise) {
        return Integer.parseInt(values.getOrDefault(name, Integer.toString(otherwise)));
    }

    /// A file that need not be given.
    public Optional<Path> path(String name) {
        return Optional.ofNullable(values.get(name)).map(Path::of);
    }

    /// A file that must be given.
    ///
    /// @throws IllegalArgumentException if it is not
    public Path requiredPath(String name) {
        return path(name).orElseThrow(() -> new IllegalArgumentException("option '" + name + "=' is missing"));
    }
}
