package dev.lathe.cli.options;

import dev.lathe.cli.help.OptionGroup;
import dev.lathe.cli.terminal.OptionWords;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.TextColumns;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How data files are written: the options of every command that reads examples.
@OptionGroup(OptionGroup.DATA)
public final class ColumnArguments {
    @Option(names = "--format", paramLabel = "jsonl|csv|tsv|conll|squad",
            description = "How data files are written; default by each file's extension.")
    private Optional<DataFormat> format = Optional.empty();

    @Option(names = "--text-column", paramLabel = "NAME", description = "Column of the text; default text.")
    private Optional<String> text = Optional.empty();

    @Option(names = "--pair-column", paramLabel = "NAME",
            description = "Column of a second text; default text_pair, where there is one.")
    private Optional<String> pair = Optional.empty();

    @Option(names = "--label-column", paramLabel = "NAME",
            description = "Column of the label; default label, for multi-label labels.")
    private Optional<String> label = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    public Optional<DataFormat> format() {
        return format;
    }

    DataFormat formatOf(Path file) {
        return format.orElseGet(() -> DataFormat.ofExtension(file));
    }

    /// The columns of examples with labels.
    ///
    /// @throws ParameterException if a name stands for two of them
    public TextColumns columns() {
        return columns(true);
    }

    /// The columns of texts that are to get labels.
    ///
    /// @throws ParameterException if a name stands for two of them
    TextColumns unlabelled() {
        return columns(false);
    }

    private TextColumns columns(boolean labelled) {
        TextColumns usual = TextColumns.standard();
        return OptionWords.checked(spec.commandLine(), () -> new TextColumns(
                text.orElse(usual.text()), pair.orElse(usual.pair()), pair.isPresent(),
                label.orElse(usual.label()), labelled));
    }
}
