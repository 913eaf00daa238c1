package dev.lathe.cli;

import dev.lathe.train.data.DataFormat;
import dev.lathe.train.data.TextColumns;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// How data files are written: the options of every command that reads examples.
final class ColumnArguments {
    @Option(names = "--format", paramLabel = "jsonl|csv|tsv",
            description = "How data files are written; default by each file's extension.")
    private Optional<DataFormat> format = Optional.empty();

    @Option(names = "--text-column", paramLabel = "NAME", description = "Column of the text; default text.")
    private Optional<String> text = Optional.empty();

    @Option(names = "--pair-column", paramLabel = "NAME",
            description = "Column of a second text; default text_pair, where there is one.")
    private Optional<String> pair = Optional.empty();

    @Option(names = "--label-column", paramLabel = "NAME", description = "Column of the label; default label.")
    private Optional<String> label = Optional.empty();

    Optional<DataFormat> format() {
        return format;
    }

    DataFormat formatOf(Path file) {
        return format.orElseGet(() -> DataFormat.ofExtension(file));
    }

    TextColumns columns() {
        TextColumns columns = TextColumns.standard();
        if (text.isPresent()) {
            columns = columns.withText(text.get());
        }
        if (pair.isPresent()) {
            columns = columns.withPair(pair.get());
        }
        return label.isPresent() ? columns.withLabel(label.get()) : columns;
    }
}
