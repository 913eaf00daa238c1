package dev.lathe.cli.options;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.text.TextDataset;
import dev.lathe.train.data.text.TextExample;
import dev.lathe.train.data.rows.DataFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Which examples are looked for behind a model's answers: options of `explain`.
public final class ExampleArguments {
    @Option(names = "--examples", paramLabel = "FILE", description = "What the model was trained on, or other labelled texts, for --nearest and --influence.")
    private Optional<Path> examples = Optional.empty();

    @Option(names = "--nearest", paramLabel = "K", description = "Print the K examples that the model's last layer sees nearest to the text.")
    private Optional<Integer> nearest = Optional.empty();

    @Option(names = "--influence", paramLabel = "K",
            description = "Print the K examples whose training does most to the text's loss, for its label or against it.")
    private Optional<Integer> influence = Optional.empty();

    @Option(names = "--checkpoints", paramLabel = "DIR,DIR", split = ",",
            description = "For --influence: models of earlier in the same training, whose influences are added.")
    private List<Path> checkpoints = List.of();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// Whether examples are asked for.
    public boolean isGiven() {
        return nearest.isPresent() || influence.isPresent();
    }

    /// Whether those that do most are asked for, not the nearest.
    public boolean ofInfluence() {
        return influence.isPresent();
    }

    public int count() {
        return nearest.or(() -> influence).orElseThrow();
    }

    public List<Path> checkpoints() {
        return checkpoints;
    }

    /// @throws ParameterException if they do not fit each other
    public void check() {
        refuse(nearest.isPresent() && influence.isPresent(), "--nearest and --influence: give one of the two");
        refuse(isGiven() && examples.isEmpty(), (ofInfluence() ? "--influence" : "--nearest") + ": needs --examples");
        refuse(examples.isPresent() && !isGiven(), "--examples: needs --nearest or --influence");
        refuse(!checkpoints.isEmpty() && influence.isEmpty(), "--checkpoints: needs --influence");
        refuse(isGiven() && count() < 1, "%s %d: needs at least 1".formatted(ofInfluence() ? "--influence" : "--nearest", isGiven() ? count() : 0));
    }

    private void refuse(boolean wrong, String message) {
        if (wrong) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    /// The examples, each with a label of the model.
    ///
    /// @throws dev.lathe.train.data.rows.DataException at the first that has another
    public Dataset<TextExample> read(ModelDirectory model, ColumnArguments columns) throws IOException {
        Path file = examples.orElseThrow();
        List<String> labels = model.config().labels();
        Dataset<TextExample> read = TextDataset.read(
                file, columns.format().orElseGet(() -> DataFormat.ofExtension(file)), columns.columns(model.path())).rows();
        for (TextExample example : read.examples()) {
            if (!labels.contains(example.label())) {
                throw example.source().error("label '%s': is none of %s".formatted(example.label(), String.join(", ", labels)));
            }
        }
        return read;
    }
}
