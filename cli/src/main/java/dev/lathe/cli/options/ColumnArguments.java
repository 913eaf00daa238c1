package dev.lathe.cli.options;

import dev.lathe.cli.help.OptionGroup;
import dev.lathe.cli.terminal.OptionWords;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.TableLayout;
import dev.lathe.train.data.rows.TextColumns;
import dev.lathe.train.output.TrainingRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

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

    @Option(names = "--id-column", paramLabel = "NAME",
            description = "Column or key of each row's name, for results; default id, where there is one.")
    private Optional<String> id = Optional.empty();

    @Option(names = "--delimiter", paramLabel = "CHAR", converter = Delimiter.class,
            description = "What parts the fields of CSV and TSV: a character, or tab, comma, semicolon, bar; default what the file shows.")
    private Optional<Character> delimiter = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    public Optional<DataFormat> format() {
        return format;
    }

    DataFormat formatOf(Path file) {
        return format.orElseGet(() -> DataFormat.ofExtension(file));
    }

    /// The columns of examples.
    ///
    /// @throws ParameterException if a name stands for two of them
    public TextColumns columns() {
        return columns(TextColumns.standard(), true);
    }

    /// The columns of examples for a model that is trained already.
    ///
    /// @param model its directory, whose record says what is not given
    /// @throws ParameterException if a name stands for two of them
    public TextColumns columns(Path model) throws IOException {
        return columns(TrainingRecord.columns(model).orElseGet(TextColumns::standard), true);
    }

    /// The columns of texts of which such a model is asked. That of labels must be there if it is named; else it may also be
    /// one of the others: then there are none.
    ///
    /// @param model its directory
    /// @throws ParameterException if a name stands for two of them
    public TextColumns asked(Path model) throws IOException {
        return columns(TrainingRecord.columns(model).orElseGet(TextColumns::standard), label.isPresent());
    }

    private TextColumns columns(TextColumns usual, boolean labelled) {
        return OptionWords.checked(spec.commandLine(), () -> new TextColumns(
                text.orElse(usual.text()), pair.orElse(usual.pair()), pair.isPresent() || usual.pairRequired(),
                label.orElse(usual.label()), labelled,
                new TableLayout(delimiter.or(usual.layout()::delimiter), id.or(usual.layout()::id))));
    }

    /// Reads a character or the name of one.
    private static final class Delimiter implements ITypeConverter<Character> {
        private static final Map<String, Character> NAMES =
                Map.of("tab", '\t', "\\t", '\t', "comma", ',', "semicolon", ';', "bar", '|', "pipe", '|', "space", ' ');

        @Override
        public Character convert(String given) {
            Character named = NAMES.get(given.toLowerCase(Locale.ROOT));
            if (named == null && given.length() != 1) {
                throw new TypeConversionException("'" + given + "' is neither a character nor tab, comma, semicolon, bar, space");
            }
            return named == null ? given.charAt(0) : named;
        }
    }
}
