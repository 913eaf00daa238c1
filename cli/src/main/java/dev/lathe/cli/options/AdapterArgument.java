package dev.lathe.cli.options;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.cli.terminal.Surroundings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The `--adapter` option of the commands that use a model as it is.
public final class AdapterArgument {
    @Option(names = "--adapter", paramLabel = "DIR",
            description = "An adapter's directory, for the base that --model names; without it --model may be one itself.")
    private Optional<Path> adapter = Optional.empty();

    /// Empty if the model is used as it is.
    public Optional<Path> directory() {
        return adapter;
    }

    /// The model with the adapter, opened; of its files is said what does not fit together.
    public ModelDirectory announced(ModelArgument model, Surroundings surroundings) throws IOException {
        if (adapter.isEmpty()) {
            return model.announced(surroundings);
        }
        var directory = ModelDirectory.open(model.directory(surroundings), model.key().opened(adapter.get(), surroundings));
        directory.notices().forEach(surroundings::say);
        return directory;
    }
}
