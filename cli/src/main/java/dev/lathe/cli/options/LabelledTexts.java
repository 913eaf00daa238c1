package dev.lathe.cli.options;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.train.data.labels.LabelSet;
import dev.lathe.train.data.text.TextExample;
import dev.lathe.train.run.Tasks;
import dev.lathe.train.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// Labelled texts for an attack on a classifier.
///
/// @param given the model as it was given, for messages
public record LabelledTexts(ModelDirectory directory, String given, ColumnArguments columns, CommandLine command) {
    /// The texts of a file, each with the label as the model calls it.
    ///
    /// @throws ParameterException if the model is no classifier of texts
    public List<TextExample> read(Path file) throws IOException {
        Task<?> task = Tasks.of(directory);
        if (task.exampleType() != TextExample.class) {
            throw new ParameterException(command, "%s: trained for %s; attacks are on sequence-classification".formatted(given, task.name()));
        }
        LabelSet labels = LabelSet.ofModel(directory.config().labels());
        return task.read(file, columns.format(), columns.columns(directory.path())).of(TextExample.class).examples().stream()
                .map(e -> new TextExample(e.source(), e.text(), e.textPair(), labels.names().get(labels.idOf(e)))).toList();
    }
}
