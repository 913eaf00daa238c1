package dev.lathe.cli.options;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.cli.seal.SealKeyArgument;
import dev.lathe.cli.terminal.Surroundings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The `--model` option of commands that use one model, or several together.
public final class ModelsArgument {
    @Option(names = "--model", paramLabel = "DIR|NAME",
            description = "A model directory, or a known model's name, which is fetched on first use. Several, each after a --model of "
                    + "its own, answer together, by the mean of their probabilities.")
    private List<String> models = List.of();

    @Mixin
    private SealKeyArgument key = new SealKeyArgument();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// The models, opened; of their files is said what does not fit together.
    ///
    /// @param adapter of the one model
    /// @throws ParameterException if none is given, or an adapter for several
    public List<ModelDirectory> announced(Optional<Path> adapter, Surroundings surroundings) throws IOException {
        if (models.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Missing required option: '--model=DIR|NAME'");
        }
        if (adapter.isPresent()) {
            var directory = ModelDirectory.open(base(surroundings), key.opened(adapter.get(), surroundings));
            directory.notices().forEach(surroundings::say);
            return List.of(directory);
        }
        var opened = new ArrayList<ModelDirectory>();
        for (String model : models) {
            opened.add(other(model, surroundings));
        }
        return opened;
    }

    /// A further model of the same command, opened with the same key.
    public ModelDirectory other(String model, Surroundings surroundings) throws IOException {
        return ModelArgument.announced(model, key, surroundings);
    }

    /// Whether none is named.
    public boolean isEmpty() {
        return models.isEmpty();
    }

    /// The directory of the one model that adapters are for.
    ///
    /// @throws ParameterException if there is none, or several
    public Path base(Surroundings surroundings) throws IOException {
        if (models.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Missing required option: '--model=DIR|NAME'");
        }
        if (models.size() > 1) {
            throw new ParameterException(spec.commandLine(), "--adapter: is for one --model, not %d".formatted(models.size()));
        }
        return ModelArgument.directory(models.getFirst(), key, surroundings);
    }
}
