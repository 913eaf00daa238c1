package dev.lathe.cli;

import dev.lathe.bert.TextInput;
import dev.lathe.train.data.TextDataset;
import dev.lathe.train.data.TextExample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What a model is to make predictions of: the options of `predict`.
final class PredictArguments {
    @Option(names = "--text", paramLabel = "TEXT", description = "The text to make a prediction of.")
    private Optional<String> text = Optional.empty();

    @Option(names = "--text-pair", paramLabel = "TEXT", description = "A second text that goes with it.")
    private Optional<String> pair = Optional.empty();

    @Option(names = "--input", paramLabel = "FILE", description = "A file of texts, instead of --text.")
    private Optional<Path> input = Optional.empty();

    @Mixin
    private ColumnArguments columns = new ColumnArguments();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// @throws ParameterException if what is given is nothing, or twice
    void check() {
        if (text.isPresent() == input.isPresent() || pair.isPresent() && text.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "needs --text (and perhaps --text-pair) or --input, one of the two");
        }
    }

    /// Hands over the texts, or pairs of texts, in their order and a chunk at a time.
    void texts(Chunks.Use<TextInput> use) throws IOException {
        if (input.isEmpty()) {
            use.accept(List.of(new TextInput(text.orElseThrow(), pair)));
        } else if (isTable(input.get())) {
            TextDataset texts = TextDataset.read(input.get(), columns.formatOf(input.get()), columns.unlabelled());
            Chunks.of(texts.examples().stream().map(PredictArguments::input).iterator(), use);
        } else {
            try (TextLines lines = TextLines.of(input.get())) {
                Chunks.of(lines, chunk -> use.accept(chunk.stream().map(TextInput::of).toList()));
            }
        }
    }

    private boolean isTable(Path file) {
        return columns.format().isPresent() || file.toString().matches("(?i).*\\.(jsonl|csv|tsv)");
    }

    private static TextInput input(TextExample example) {
        return new TextInput(example.text(), Optional.ofNullable(example.textPair()));
    }
}
