package dev.lathe.cli;

import dev.lathe.train.Evaluation;
import dev.lathe.train.data.DataSplit;
import dev.lathe.train.data.TextDataset;
import dev.lathe.train.output.ReportFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lathe evaluate`: how well a model does on labelled texts.
@Command(name = "evaluate", mixinStandardHelpOptions = true,
        description = "Prints the report of a fine-tuned model on labelled data.")
final class EvaluateCommand implements Callable<Integer> {
    @Mixin
    private ModelArgument model = new ModelArgument();

    @Option(names = "--data", required = true, paramLabel = "FILE", description = "Labelled data.")
    private Path data = Path.of("");

    @Mixin
    private ColumnArguments columns = new ColumnArguments();

    @Option(names = "--report", paramLabel = "JSON", description = "Also write the report to this file, as JSON.")
    private Optional<Path> report = Optional.empty();

    @Mixin
    private DeviceArgument device = new DeviceArgument();

    private final Surroundings surroundings;

    EvaluateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Optional<ResultFile> file = report.map(ResultFile::at);
        Path directory = model.directory(surroundings);
        TextDataset examples = TextDataset.read(data, columns.formatOf(data), columns.columns());
        try (var opened = device.open(surroundings)) {
            var evaluation = Evaluation.of(directory, examples, opened);
            if (file.isPresent()) {
                write(file.get(), examples.as("data"), evaluation);
            }
            surroundings.out().print(evaluation.report().toText());
        }
        return ExitCode.DONE;
    }

    private static void write(ResultFile file, DataSplit data, Evaluation evaluation) throws IOException {
        try {
            ReportFiles.writeJson(file.partial(), data, evaluation.loss(), evaluation.report());
            file.complete();
        } finally {
            file.discard();
        }
    }
}
