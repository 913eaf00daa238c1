package dev.lathe.cli.options;

import dev.lathe.bert.directory.BaseFinder;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.cli.seal.SealKeyArgument;
import dev.lathe.cli.terminal.OptionWords;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.serve.model.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The models of a server, each with the name that clients ask for it by.
public final class ServedArguments {
    @Option(names = "--model", required = true, paramLabel = "[NAME=]DIR|NAME",
            description = "A model directory, or a known model's name, and what clients call it, by default its own name; to be given once for "
                    + "each. Who names no model is answered by the first that fits.")
    private List<String> models = List.of();

    @Option(names = "--adapter", paramLabel = "[NAME=]DIR",
            description = "An adapter's directory, served as a further model: on the base that --model names if there is one, else on its own.")
    private List<String> adapters = List.of();

    @Option(names = "--split", paramLabel = "NAME=A:90,B:10",
            description = "A further name, answered by the models that are named, each for its share of those who ask: by the header X-Split-Key, or else "
                    + "the key, or else the text. To be given once for each.")
    private List<String> splits = List.of();

    @Mixin
    private SealKeyArgument key = new SealKeyArgument();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    private record Named(String name, String place) {}

    /// The models by their names, opened; of their files is said what does not fit together.
    public SequencedMap<String, ModelDirectory> announced(Surroundings surroundings) throws IOException {
        var opened = new LinkedHashMap<String, ModelDirectory>();
        for (String given : models) {
            Named model = named(given, "--model");
            put(opened, model, ModelArgument.announced(model.place(), key, surroundings));
        }
        for (String given : adapters) {
            Named adapter = named(given, "--adapter");
            put(opened, adapter, adapted(adapter.place(), surroundings));
        }
        return opened;
    }

    /// Finds the bases of adapters that come later, as those of the first are found.
    public BaseFinder bases(Surroundings surroundings) {
        return ModelArgument.bases(key, surroundings);
    }

    /// The names that several models share.
    ///
    /// @throws ParameterException if one says something else
    public List<Split> splits() {
        return OptionWords.checked(spec.commandLine(), () -> splits.stream().map(Split::of).toList());
    }

    private ModelDirectory adapted(String adapter, Surroundings surroundings) throws IOException {
        if (models.size() > 1) {
            return ModelArgument.announced(adapter, key, surroundings);
        }
        return ModelDirectory.open(ModelArgument.directory(named(models.getFirst(), "--model").place(), key, surroundings),
                key.opened(Path.of(adapter), surroundings));
    }

    private void put(SequencedMap<String, ModelDirectory> opened, Named named, ModelDirectory directory) {
        if (opened.put(named.name(), directory) != null) {
            throw new ParameterException(spec.commandLine(), "'%s': two models of this name; give one another, as NAME=DIR".formatted(named.name()));
        }
    }

    private Named named(String given, String option) {
        int equals = given.indexOf('=');
        if (equals < 0) {
            Path last = Path.of(given).toAbsolutePath().normalize().getFileName();
            return new Named(last == null ? given : last.toString(), given);
        }
        if (equals == 0 || equals == given.length() - 1) {
            throw new ParameterException(spec.commandLine(), "%s %s: needs NAME=DIR".formatted(option, given));
        }
        return new Named(given.substring(0, equals), given.substring(equals + 1));
    }
}
