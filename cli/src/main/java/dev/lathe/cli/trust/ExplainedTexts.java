package dev.lathe.cli.trust;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.TextInput;
import dev.lathe.cli.options.ColumnArguments;
import dev.lathe.cli.options.DeviceArgument;
import dev.lathe.cli.progress.WorkProgress;
import dev.lathe.cli.terminal.OptionWords;
import dev.lathe.cli.terminal.StandardInput;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.SourceLine;
import dev.lathe.train.data.text.TextRow;
import dev.lathe.train.data.text.TextRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The texts that are explained: one of the command line, or those of a file.
final class ExplainedTexts {
    @Option(names = "--text", paramLabel = "TEXT", description = "The text.")
    private Optional<String> text = Optional.empty();

    @Option(names = {"--text-pair", "--pair"}, paramLabel = "TEXT", description = "A second text that goes with it.")
    private Optional<String> pair = Optional.empty();

    @Option(names = "--question", paramLabel = "TEXT", description = "A question, for models that find answers.")
    private Optional<String> question = Optional.empty();

    @Option(names = "--context", paramLabel = "TEXT", description = "The text that the question is about.")
    private Optional<String> context = Optional.empty();

    @Option(names = "--input", paramLabel = "FILE", converter = StandardInput.class, description = "A file of texts, instead of the above.")
    private Optional<Path> input = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// A text, and the line that it stands in, where there is a file.
    record Given(TextInput input, @Nullable SourceLine source) {}

    boolean isFile() {
        return input.isPresent();
    }

    /// Whether a small device would do.
    boolean isShort() {
        return input.map(DeviceArgument::isShort).orElse(true);
    }

    /// @throws ParameterException if it is not said which texts
    List<Given> read(ModelDirectory directory, ColumnArguments columns) throws IOException {
        int ways = (text.isPresent() ? 1 : 0) + (question.isPresent() ? 1 : 0) + (input.isPresent() ? 1 : 0);
        if (ways != 1) {
            throw new ParameterException(spec.commandLine(), "explain: give one of --text, --question with --context, and --input");
        }
        if (question.isPresent() != context.isPresent()) {
            throw new ParameterException(spec.commandLine(), question.isPresent() ? "--question: needs --context" : "--context: needs --question");
        }
        if (pair.isPresent() && text.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--text-pair: needs --text");
        }
        if (input.isPresent()) {
            Path path = input.get();
            List<TextRow> rows = TextRows.read(path, columns.format().orElseGet(() -> DataFormat.ofExtension(path)),
                    columns.asked(directory.path()));
            return rows.stream().map(row -> new Given(new TextInput(row.text(), Optional.ofNullable(row.textPair())), row.source())).toList();
        }
        return List.of(new Given(text.isPresent() ? new TextInput(text.get(), pair) : TextInput.of(question.orElseThrow(), context.orElseThrow()), null));
    }

    /// What comes of each text; what is wrong with one of a file is said with its line.
    <R> List<R> each(List<Given> texts, Surroundings surroundings, Function<TextInput, R> work) {
        List<R> results = new ArrayList<>();
        try (var progress = new WorkProgress(surroundings, "explaining", 0)) {
            for (Given given : texts) {
                results.add(of(given, work));
                progress.at(results.size(), texts.size());
            }
        }
        return results;
    }

    private <R> R of(Given given, Function<TextInput, R> work) {
        SourceLine source = given.source;
        if (source == null) {
            return OptionWords.checked(spec.commandLine(), () -> work.apply(given.input));
        }
        try {
            return work.apply(given.input);
        } catch (IllegalArgumentException e) {
            throw source.error(e.getMessage());
        }
    }
}
