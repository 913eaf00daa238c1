package dev.lathe.cli.options;

import dev.lathe.bert.directory.ModelDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The `--adapter` option of `predict`: one adapter for all rows, or several among which a column of the file chooses.
public final class RowAdapters {
    @Option(names = "--adapter", paramLabel = "[NAME=]DIR",
            description = "An adapter's directory, for the base that --model names; without it --model may be one itself. To be given several times, with "
                    + "names, where --adapter-column says which is a row's: the base is loaded once, and rows for different ones are read together.")
    private List<String> adapters = List.of();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// The one adapter, if there is one.
    ///
    /// @throws ParameterException if there are several
    public Optional<Path> only() {
        if (adapters.size() > 1) {
            throw new ParameterException(spec.commandLine(), "--adapter: several need --adapter-column, which says which is a row's");
        }
        return adapters.stream().map(Path::of).findFirst();
    }

    /// The base with each adapter, opened, by the names that rows choose by.
    ///
    /// @throws ParameterException if there is none, one has no name, or two have one name
    public SequencedMap<String, ModelDirectory> named(Path base) throws IOException {
        var places = new LinkedHashMap<String, Path>();
        for (String given : adapters) {
            int equals = given.indexOf('=');
            if (equals < 1 || equals == given.length() - 1 || places.put(given.substring(0, equals), Path.of(given.substring(equals + 1))) != null) {
                throw new ParameterException(spec.commandLine(), "--adapter %s: needs NAME=DIR, each name once".formatted(given));
            }
        }
        if (places.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--adapter-column: needs --adapter NAME=DIR");
        }
        var opened = new LinkedHashMap<String, ModelDirectory>();
        for (Map.Entry<String, Path> place : places.entrySet()) {
            opened.put(place.getKey(), ModelDirectory.open(base, place.getValue()));
        }
        return opened;
    }
}
