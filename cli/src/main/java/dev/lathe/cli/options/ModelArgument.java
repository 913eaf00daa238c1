package dev.lathe.cli.options;

import dev.lathe.bert.checkpoint.file.NearestName;
import dev.lathe.bert.directory.BaseFinder;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.hub.KnownModel;
import dev.lathe.bert.hub.KnownModels;
import dev.lathe.cli.fetch.ModelLibrary;
import dev.lathe.cli.seal.SealKeyArgument;
import dev.lathe.cli.terminal.CommandFailure;
import dev.lathe.cli.terminal.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The `--model` option of every command that runs or trains one: a directory, or the name of a known model. One that `lathe encrypt` has made
/// is decrypted into memory.
public final class ModelArgument {

    /// What a fine-tuning calls its directory until its end.
    private static final String UNFINISHED = ".partial";

    @Option(names = "--model", required = true, paramLabel = "DIR|NAME",
            description = "A model directory, or a known model's name, which is fetched on first use.")
    private String model = "";

    @Mixin
    private SealKeyArgument key = new SealKeyArgument();

    /// What the user wrote.
    public String given() {
        return model;
    }

    /// The model's directory. A directory of the given name goes before a known model of that name.
    ///
    /// @param surroundings whose cache and Maven are used when the model has to be fetched
    /// @throws CommandFailure when there is no such model
    /// @throws IOException when a known model cannot be stored
    public Path directory(Surroundings surroundings) throws IOException {
        return directory(model, key, surroundings);
    }

    /// The model's directory, opened; of its files is said what does not fit together.
    public ModelDirectory announced(Surroundings surroundings) throws IOException {
        return announced(model, key, surroundings);
    }

    /// A further model of the same command, opened with the same key.
    public ModelDirectory other(String other, Surroundings surroundings) throws IOException {
        return announced(other, key, surroundings);
    }

    /// Where the key of an encrypted model is.
    public SealKeyArgument key() {
        return key;
    }

    /// A model of a command that has other ways to name one. The key of an encrypted one is in the environment.
    public static ModelDirectory announced(String model, Surroundings surroundings) throws IOException {
        return announced(model, SealKeyArgument.ofEnvironment(), surroundings);
    }

    static ModelDirectory announced(String model, SealKeyArgument key, Surroundings surroundings) throws IOException {
        var directory = ModelDirectory.open(directory(model, key, surroundings), bases(key, surroundings));
        directory.notices().forEach(surroundings::say);
        return directory;
    }

    /// Finds the base that an adapter names: a known model, else a directory.
    static BaseFinder bases(SealKeyArgument key, Surroundings surroundings) {
        return (base, adapter) -> KnownModels.named(base).isPresent() ? directory(base, key, surroundings)
                // Beside an adapter in memory is what is beside it on the disk.
                : key.opened(BaseFinder.BY_PATH.find(base, Path.of(adapter.toString())), surroundings);
    }

    /// As [#announced(String, Surroundings)], not opened.
    public static Path directory(String model, Surroundings surroundings) throws IOException {
        return directory(model, SealKeyArgument.ofEnvironment(), surroundings);
    }

    static Path directory(String model, SealKeyArgument key, Surroundings surroundings) throws IOException {
        Path path = path(model);
        if (Files.isDirectory(path)) {
            return key.opened(path, surroundings);
        }
        if (Files.exists(path)) {
            throw new CommandFailure(model + ": a file; a model is a directory");
        }
        Optional<KnownModel> known = KnownModels.named(model);
        if (known.isEmpty()) {
            Path unfinished = path(model + UNFINISHED);
            if (Files.isDirectory(unfinished)) {
                throw new CommandFailure("%s: not there yet; %s holds a run that has not ended, the same finetune with --resume goes on with it"
                        .formatted(model, unfinished));
            }
            String nearest = NearestName.among(KnownModels.all().stream().map(KnownModel::name).toList(), model)
                    .map("; did you mean '%s'?"::formatted).orElse("");
            throw new CommandFailure(model + ": neither a directory nor a known model" + nearest + "; 'lathe models' lists those; of any other "
                    + "give the directory, which 'lathe import' makes of other formats");
        }
        return new ModelLibrary(surroundings).obtain(known.get());
    }

    private static Path path(String model) {
        try {
            return Path.of(model);
        } catch (InvalidPathException e) {
            throw new CommandFailure(model + ": not a file name: " + e.getReason(), e);
        }
    }
}
