package dev.lathe.cli;

import dev.lathe.train.ModelEvaluation;
import dev.lathe.train.output.ReportFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lathe evaluate`: how well a model does on data that says what is right.
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
        var evaluation = new ModelEvaluation(directory, data).format(columns.format()).columns(columns.columns());
        try (var opened = device.open(surroundings)) {
            var result = evaluation.run(opened);
            if (file.isPresent()) {
                write(file.get(), result);
            }
            surroundings.out().print(result.evaluation().toText());
        }
        return ExitCode.DONE;
    }

    private static void write(ResultFile file, ModelEvaluation.Result result) throws IOException {
        try {
            ReportFiles.writeJson(
                    file.partial(), result.data(), result.evaluation().loss(), result.evaluation());
            file.complete();
        } finally {
            file.discard();
        }
    }
}
