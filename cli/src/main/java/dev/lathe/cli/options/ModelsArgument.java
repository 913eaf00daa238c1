package dev.lathe.cli.options;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.cli.terminal.Surroundings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The `--model` option of commands that use one model, or several together.
public final class ModelsArgument {
    @Option(names = "--model", required = true, paramLabel = "DIR|NAME",
            description = "A model directory, or a known model's name, which is fetched on first use. Several, each after a --model of "
                    + "its own, answer together, by the mean of their probabilities.")
    private List<String> models = List.of();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// The models, opened; of their files is said what does not fit together.
    ///
    /// @param adapter of the one model
    /// @throws ParameterException if an adapter is given for several
    public List<ModelDirectory> announced(Optional<Path> adapter, Surroundings surroundings) throws IOException {
        if (adapter.isPresent()) {
            var directory = ModelDirectory.open(base(surroundings), adapter.get());
            directory.notices().forEach(surroundings::say);
            return List.of(directory);
        }
        var opened = new ArrayList<ModelDirectory>();
        for (String model : models) {
            opened.add(ModelArgument.announced(model, surroundings));
        }
        return opened;
    }

    /// The directory of the one model that adapters are for.
    ///
    /// @throws ParameterException if there are several
    public Path base(Surroundings surroundings) throws IOException {
        if (models.size() > 1) {
            throw new ParameterException(spec.commandLine(), "--adapter: is for one --model, not %d".formatted(models.size()));
        }
        return ModelArgument.directory(models.getFirst(), surroundings);
    }
}
